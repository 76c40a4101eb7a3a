import { describe, expect, it } from 'vitest';
import { tracks } from '../../labs/tracks/index.ts';
import type { Track } from '../../src/core/track.ts';
import { loadAllLabs } from '../../src/course/catalogue.ts';
import { tracksFaults } from '../../src/course/check/tracks.ts';
import { isSplit, readVotes } from '../../src/course/vote.ts';
import {
  again,
  allTracks,
  back,
  hint,
  keep,
  mustRun,
  next,
  skip,
  startWalk,
  stepOf,
  type Walk,
} from '../../src/course/walk.ts';

/** The beginning of a real one: what is added at its end changes nothing here. */
const brokers = firstSteps(tracks.find(({ id }) => id === 'brokers') as Track, 3);
const asks = () => true;

function firstSteps(track: Track, count: number): Track {
  return { ...track, steps: track.steps.slice(0, count) };
}

/** The phases that a walk goes through from here to the end, each act run as it comes. */
function phasesFrom(walk: Walk, prepare: (walk: Walk) => Walk = (same) => same): string[] {
  const seen: string[] = [];
  let at = walk;
  while (at.phase !== 'end') {
    seen.push(`${at.step}.${at.phase}`);
    at = next(prepare(at), brokers, asks);
  }
  return seen;
}

describe('hints', () => {
  const step = stepOf(startWalk(brokers, null), brokers);
  const given = (walk: Walk) => walk.kept['pubsub/away']?.hints;
  const first = hint(startWalk(brokers, null), step);

  it('come one after the other, each after a try', () => {
    expect(given(first)).toBe(1);
    expect(given(hint(first, step))).toBe(1);
    const wrote = keep(first, step, { told: 'lost', tried: true });
    expect(given(hint(wrote, step))).toBe(2);
    expect(given(hint(again({ ...first, phase: 'result' }, brokers), step))).toBe(2);
  });

  it('end with the third', () => {
    const all = keep(first, step, { hints: 3, tried: true });
    expect(given(hint(all, step))).toBe(3);
  });
});

describe('one who walks alone', () => {
  it('goes from the story to what to take along, step by step', () => {
    expect(phasesFrom(startWalk(brokers, null))).toEqual([
      ...['story', 'question', 'run', 'result', 'told', 'why', 'change', 'changed', 'recap'].map(
        (one) => `0.${one}`,
      ),
      ...['story', 'question', 'run', 'result', 'told', 'why', 'recap'].map((one) => `1.${one}`),
      ...['story', 'question', 'run', 'result', 'told', 'why', 'recap'].map((one) => `2.${one}`),
    ]);
  });

  it('is asked how sure they are of what they chose, and only then', () => {
    const choose = (walk: Walk) => keep(walk, stepOf(walk, brokers), { chosen: 'everything' });
    const question: Walk = { ...startWalk(brokers, null), phase: 'question' };
    expect(phasesFrom(question, choose).slice(0, 3)).toEqual(['0.question', '0.sure', '0.run']);
    expect(back({ ...choose(question), phase: 'result' }, brokers, asks).phase).toBe('sure');
    const room = phasesFrom({ ...question, people: 9 }, choose);
    expect(room.slice(0, 2)).toEqual(['0.question', '0.run']);
  });

  it('comes back the same way, over the runs', () => {
    let walk: Walk = { ...startWalk(brokers, null), step: 1, phase: 'result' };
    const seen: string[] = [];
    for (let steps = 0; steps < 4; steps += 1) {
      walk = back(walk, brokers, asks);
      seen.push(`${walk.step}.${walk.phase}`);
    }
    expect(seen).toEqual(['1.question', '1.story', '0.recap', '0.changed']);
    const start = startWalk(brokers, null);
    expect(back(start, brokers, asks)).toEqual(start);
  });

  it('skips to the next step, and from the last to the end', () => {
    const second = skip(startWalk(brokers, null), brokers);
    expect([second.step, second.phase]).toEqual([1, 'story']);
    expect(skip({ ...second, step: 2 }, brokers).phase).toBe('end');
  });

  it('runs the changed act once, and again when asked to', () => {
    const changed: Walk = { ...startWalk(brokers, null), phase: 'changed' };
    expect(mustRun(changed, brokers)).toBe(true);
    const kept = keep(changed, stepOf(changed, brokers), { run: 'a', changedRun: 'b' });
    expect(mustRun(kept, brokers)).toBe(false);
    expect(mustRun(again(kept, brokers), brokers)).toBe(true);
    expect(again({ ...kept, phase: 'result' }, brokers).phase).toBe('run');
  });

  it('goes on behind a step that the track lost since', () => {
    const walk: Walk = { ...startWalk(brokers, null), step: 99, phase: 'why' };
    expect(() => stepOf(walk, brokers)).not.toThrow();
    expect(next({ ...walk, phase: 'changed' }, brokers, () => false).phase).toBe('end');
  });
});

describe('a room', () => {
  const withVotes =
    (...votes: number[]) =>
    (walk: Walk) =>
      keep(walk, stepOf(walk, brokers), { votes });

  it('talks and votes again where it was split, and not where it agreed', () => {
    const split = phasesFrom(startWalk(brokers, 9), withVotes(4, 5, 0));
    expect(split.slice(0, 5)).toEqual(['0.story', '0.question', '0.talk', '0.revote', '0.run']);
    const agreed = phasesFrom(startWalk(brokers, 9), withVotes(0, 9, 0));
    expect(agreed.slice(0, 3)).toEqual(['0.story', '0.question', '0.run']);
  });

  it('is split below four of five', () => {
    expect([isSplit([8, 2]), isSplit([7, 3]), isSplit([1, 0]), isSplit([0, 0])]).toEqual([
      false,
      true,
      false,
      false,
    ]);
  });

  it.each([
    ['3 5 1', { votes: [3, 5, 1] }],
    ['3,5,1', { votes: [3, 5, 1] }],
    ['0 0 1', { votes: [0, 0, 1] }],
    ['3 5', { fault: 'count' }],
    ['3 5 1 1', { fault: 'count' }],
    ['3 -1 1', { fault: 'number' }],
    ['3 1.5 1', { fault: 'number' }],
    ['3 x 1', { fault: 'number' }],
    ['3 99999 1', { fault: 'number' }],
    ['5 5 1', { fault: 'people' }],
    ['0 0 0', { fault: 'none' }],
  ] as const)('"%s" of ten people and three choices', (typed, expected) => {
    expect(readVotes(typed, 3, 10)).toEqual(expected);
  });
});

describe('the tracks', () => {
  it('name acts and settings that are there, and fit an hour', async () => {
    expect(tracksFaults(tracks, await loadAllLabs())).toEqual([]);
  });

  it.each([
    [{ act: 'nowhere' }, 'there is no such act'],
    [{ minutes: 61 }, 'are more than an hour'],
    [{ change: { params: { nope: '1' }, ask: { ko: '', en: '' } } }, "has no setting 'nope'"],
    [{ change: { params: { sequence: 'x' }, ask: { ko: '', en: '' } } }, ''],
  ])('with %j there is a fault', async (amiss, fault) => {
    const [first] = brokers.steps;
    const broken = { ...brokers, steps: [{ ...(first as (typeof brokers.steps)[number]), ...amiss }] };
    const faults = tracksFaults([broken], await loadAllLabs());
    expect(faults.length).toBeGreaterThan(0);
    expect(faults.map((one) => one.fault.en).join()).toContain(fault);
  });

  it('together they are every act once', () => {
    const ids = allTracks(tracks).steps.map(({ lab, act }) => `${lab}/${act}`);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
