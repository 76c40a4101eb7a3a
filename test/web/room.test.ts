import { describe, expect, it } from 'vitest';
import { same } from '../../src/core/text.ts';
import {
  advanced,
  closing,
  handsRaised,
  joined,
  left,
  mostVoters,
  openRoom,
  type Room,
  roomForHost,
  roomForVoter,
  voted,
} from '../../src/web/group/room.ts';

const asked = ['one', 'two'].map((act) => ({
  act,
  title: same(act),
  question: { prompt: same('?'), choices: ['a', 'b', 'c'].map((id) => ({ id, label: same(id) })) },
}));
const measured = { choice: 'b', headline: same('b it is'), why: same('because') };
const people = Array.from({ length: 10 }, (_, index) => `person-${index}`);

const withPeople = () => people.reduce((room, id) => joined(room, id, null), openRoom('pubsub', asked));
const on = (room: Room) => advanced(room, room.phaseId, room.phase === 'run' ? measured : null);
const votes = (room: Room, choices: string) =>
  [...choices].reduce((now, choice, index) => voted(now, people[index] ?? '', now.phaseId, choice), room);

describe('a room', () => {
  it('goes straight on where it agrees, and talks where it does not', () => {
    const phases = (choices: string, count: number) => {
      let room = votes(on(withPeople()), choices);
      const seen = [room.phase];
      for (let n = 0; n < count; n++) {
        room = on(room);
        seen.push(room.phase);
      }
      return seen.join(' ');
    };
    expect(phases('bbbbbbbbba', 4)).toBe('vote1 run reveal why vote1');
    expect(phases('aaaabbbbbb', 5)).toBe('vote1 discuss vote2 run reveal why');
    expect(phases('', 7)).toBe('vote1 run reveal why vote1 run reveal why');
    expect(phases('', 9).endsWith('why end end')).toBe(true);
  });

  it('counts the last choice of each, of this phase and of those who are in', () => {
    let room = votes(on(withPeople()), 'aaaa');
    const { phaseId } = room;
    room = votes(room, 'ab');
    for (const [id, phase, choice] of [
      ['stranger', phaseId, 'a'],
      [people[5], phaseId, 'z'],
      [people[5], phaseId - 1, 'a'],
      [people[5], phaseId + 1, 'a'],
    ] as const)
      expect(voted(room, id ?? '', phase, choice)).toBe(room);
    room = on(room); // 3 of 4: split
    expect(voted(room, people[0] ?? '', phaseId, 'c')).toBe(room);
    room = votes(on(room), 'bbbb');
    room = on(on(room));
    expect(roomForHost(room).reveal).toMatchObject({ first: [3, 1, 0], second: [0, 4, 0], measured: 'b' });
    expect(roomForHost(room).reveal?.why).toBeNull();
    expect(roomForHost(on(room)).reveal?.why).toEqual(same('because'));
  });

  it('can be told to close by itself: the vote that is open, and no other', () => {
    const room = on(withPeople());
    const soon = closing(room, room.phaseId, 30_000);
    expect(closing(room, room.phaseId - 1, 30_000)).toBe(room);
    expect(closing(withPeople(), 1, 30_000)).toEqual(withPeople());
    expect(roomForHost(room).endsInMs).toBeNull();
    expect(roomForHost(soon, 10_000).endsInMs).toBe(20_000);
    expect(roomForVoter(soon, 'person-0', 31_000).endsInMs).toBe(0);
    expect(on(votes(soon, 'aaaa')).endsAtMs).toBeNull();
  });

  it('talks for two minutes where it is split, and nothing ends by that', () => {
    const split = votes(on(withPeople()), 'aabb');
    const room = advanced(split, split.phaseId, null, 5_000);
    expect(room.phase).toBe('discuss');
    expect(roomForHost(room, 5_000).endsInMs).toBe(120_000);
    expect(roomForVoter(room, 'person-0', 65_000).endsInMs).toBe(60_000);
    expect(roomForHost(room, 500_000)).toMatchObject({ phase: 'discuss', endsInMs: 0 });
    expect(roomForHost(on(room), 6_000)).toMatchObject({ phase: 'vote2', endsInMs: null });
  });

  it('is taken home as counts: what was revealed, how sure they were, and of nobody who it was', () => {
    let room = votes(on(withPeople()), 'aab');
    const say = (person: number, choice: string, sure: 1 | 2 | 3 | null) => {
      room = voted(room, people[person] ?? '', room.phaseId, choice, sure);
    };
    say(0, 'a', 3);
    say(1, 'a', 1);
    expect(roomForVoter(room, 'person-0')).toMatchObject({ mine: 'a', sure: 3 });
    expect(roomForVoter(room, 'person-2')).toMatchObject({ mine: 'b', sure: null });
    room = on(on(room)); // Two of three: split, and asked again.
    expect(room.phase).toBe('vote2');
    say(0, 'b', 2);
    say(1, 'b', 3);
    say(2, 'b', null);
    expect(roomForHost(on(room)).polled).toEqual([]);
    room = on(on(room));
    const polled = [
      {
        ...{ act: 'one', choices: ['a', 'b', 'c'], first: [2, 1, 0], second: [0, 3, 0], measured: 'b' },
        sure: [
          [0, 0, 0],
          [0, 1, 1],
          [0, 0, 0],
        ],
      },
    ];
    expect(roomForHost(room).polled).toEqual(polled);
    expect(JSON.stringify(roomForHost(room))).not.toContain('person');
    expect(roomForVoter(room, 'person-0')).not.toHaveProperty('polled');
    room = votes(on(on(room)), 'cccc');
    expect(roomForHost(room).polled).toEqual(polled);
    room = on(on(room));
    expect(roomForHost(room).polled[1]).toMatchObject({ act: 'two', first: [0, 0, 4], second: null });
  });

  it('has raised hands beside phones, and does without any', () => {
    const room = handsRaised(on(openRoom('pubsub', asked)), 2, [4, 1, 0]);
    expect(handsRaised(room, 2, [1, 2])).toBe(room);
    expect(handsRaised(room, 1, [1, 2, 3])).toBe(room);
    const both = votes(
      people.reduce((now, id) => joined(now, id, null), room),
      'cc',
    );
    expect(roomForHost(both)).toMatchObject({ voted: 2, hands: 5, people: 10 });
    expect(roomForHost(on(on(on(on(both))))).reveal?.first).toEqual([4, 1, 2]);
  });

  it('knows a phone that comes back, and has an end of room', () => {
    let room = votes(on(withPeople()), 'c');
    room = joined(left(room, 'person-0'), 'person-0', null);
    expect(roomForVoter(room, 'person-0').mine).toBe('c');
    expect(roomForHost(left(room, 'person-0'))).toMatchObject({ people: 10, online: 9, voted: 1 });
    for (let n = 0; n < mostVoters; n++) room = joined(room, `more-${n}`, null);
    expect(room.voters.size).toBe(mostVoters);
  });

  it('takes a key once', () => {
    const room = on(withPeople());
    expect(advanced(room, room.phaseId - 1)).toBe(room);
    const running = on(votes(room, 'bbbb'));
    expect(advanced(running, running.phaseId)).toBe(running); // Only what was measured ends a run.
  });

  it('says the same bytes whatever was chosen, until the reveal', () => {
    const [one, other] = ['aaaaabbbbb', 'cccccaaaaa'].map((choices) => votes(on(withPeople()), choices));
    let [here, there] = [one as Room, other as Room];
    const seen: string[] = [];
    while (here.phase !== 'reveal') {
      const outsider = (room: Room) => JSON.stringify([roomForHost(room), roomForVoter(room, 'nobody')]);
      expect(outsider(here)).toBe(outsider(there));
      seen.push(here.phase);
      [here, there] = [here, there].map((room) => on(room)) as [Room, Room];
    }
    expect(seen).toEqual(['vote1', 'discuss', 'vote2', 'run']);
    expect(JSON.stringify(roomForHost(here))).not.toBe(JSON.stringify(roomForHost(there)));
  });
});
