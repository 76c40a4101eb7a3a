import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/pubsub/live/ladder.ts';
import { doneRungs } from '../../../src/core/scene.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { eventually } from '../../eventually.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { playScene } from '../../web/play-scene.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

it('a cut loses, a pause delays, a death refuses: on a real Redis, by the pokes of the page', async () => {
  const { poke, learned, count, stop } = await playScene(demo, 'pubsub');
  const more = async (kind: string, events: number) => {
    const before = count(kind);
    await eventually(() => expect(count(kind)).toBeGreaterThanOrEqual(before + events));
  };
  expect((await learned(0)).en).toMatch(/subscriber 1 has got [3-9]\d*, subscriber 2 has got [3-9]/);
  poke('cut');
  await more('send', 8);
  poke('heal');
  expect((await learned(1)).en).toMatch(/^([3-9]|\d\d)/);
  poke('pause');
  await more('send', 4);
  poke('resume');
  expect((await learned(2)).en).toMatch(/^[1-9]/);
  poke('kill');
  await more('drop', 2);
  poke('restart');
  expect((await learned(3)).en).toMatch(/^[1-9]/);
  poke('no-such-poke');
  await stop();
});

describe('a rung is done only by what the trace tells', () => {
  const way = (msg: number, to: string) => ({ msg: `${msg}`, from: 'publisher', to });
  const both = (kind: 'send' | 'recv', msg: number): Happening[] =>
    ['subscriber-1', 'subscriber-2'].map((to) => ({ kind, ...way(msg, to) }));
  const state = (actor: string, now: 'up' | 'cut' | 'paused' | 'dead'): Happening => {
    return { kind: 'state', actor, state: now };
  };
  const drop = (msg: number, why: 'lost' | 'refused', to = 'subscriber-2'): Happening => {
    return { kind: 'drop', why, ...way(msg, to) };
  };
  const watched = [1, 2, 3].flatMap((id) => [...both('send', id), ...both('recv', id)]);
  const lost = [...watched, state('network', 'cut'), drop(4, 'lost'), drop(5, 'lost'), drop(6, 'lost')];
  const paused = [...lost, state('redis', 'paused'), ...both('send', 7)];
  const late = [...paused, state('redis', 'up'), ...both('recv', 7)];
  const dead = [...late, state('redis', 'dead'), drop(8, 'refused')];
  const back = [...dead, state('redis', 'up'), ...both('recv', 9)];

  it.each([
    ['nothing', [], 0],
    ['only one of the two', watched.slice(0, -1), 0],
    ['both', watched, 1],
    ['two lost', lost.slice(0, -1), 1],
    [
      'three lost by the wrong one',
      [...watched, ...[4, 5, 6].map((id) => drop(id, 'lost', 'subscriber-1'))],
      1,
    ],
    ['three that Redis refused', [...watched, ...[4, 5, 6].map((id) => drop(id, 'refused'))], 1],
    ['three lost', lost, 2],
    ['a pause that goes on', paused, 2],
    [
      'a pause in which nothing was sent',
      [...lost, state('redis', 'paused'), state('redis', 'up'), ...both('recv', 7)],
      2,
    ],
    ['late messages', late, 3],
    ['a death that goes on', dead, 3],
    ['a death, and only one hears again', [...dead, state('redis', 'up'), ...both('recv', 9).slice(1)], 3],
    [
      'a death without anything refused',
      [...late, state('redis', 'dead'), state('redis', 'up'), ...both('recv', 9)],
      3,
    ],
    ['a death and a return', back, 4],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });
});
