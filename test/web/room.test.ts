import { describe, expect, it } from 'vitest';
import { same } from '../../src/core/text.ts';
import {
  advanced,
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
