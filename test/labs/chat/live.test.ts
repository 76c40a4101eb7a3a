import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/chat/live/ladder.ts';
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

it('who was away gets what was said, or is told: on real servers and a real Redis', async () => {
  const { poke, learned, count, stop } = await playScene(demo, 'chat');
  const saidMore = async (times: number) => {
    const before = count('send');
    await eventually(() => expect(count('send')).toBeGreaterThanOrEqual(before + 2 * times));
  };
  await learned(0);
  poke('cut');
  await saidMore(4);
  poke('heal');
  expect((await learned(1)).en).toMatch(/^lee was given all ([3-9]|\d\d)/);
  poke('kill-server');
  await saidMore(3);
  poke('restart-server');
  expect((await learned(2)).en).toMatch(/all ([2-9]|\d\d) that kim said/);
  poke('kill-redis');
  await saidMore(1);
  poke('restart-redis');
  expect((await learned(3)).en).toMatch(/missing: (han|lee)/);
  await stop();
});

describe('a rung is done only by what the trace tells', () => {
  const say = (n: number): Happening[] =>
    ['han', 'lee'].map((to) => ({ kind: 'send', msg: `${n}`, from: 'kim', to }));
  const hear = (n: number, to: string): Happening => ({ kind: 'recv', msg: `${n}`, from: 'kim', to });
  const both = (n: number) => [...say(n), hear(n, 'han'), hear(n, 'lee')];
  const state = (actor: string, now: 'up' | 'cut' | 'dead'): Happening => ({
    kind: 'state',
    actor,
    state: now,
  });
  const told: Happening = { kind: 'mark', id: 'told:lee', text: { ko: '', en: '' } };
  const three = [1, 2, 3].flatMap(both);
  const away = [4, 5, 6].flatMap((n) => [...say(n), hear(n, 'han')]);
  const cut = [...three, state('network', 'cut'), ...away, state('network', 'up')];
  const healed = [...cut, ...[4, 5, 6].map((n) => hear(n, 'lee'))];
  const died = [...healed, state('server-1', 'dead'), ...say(7), ...say(8), hear(7, 'lee'), hear(8, 'lee')];
  const back = [...died, state('server-1', 'up'), hear(7, 'han'), hear(8, 'han')];

  it.each([
    ['one of them hears nothing', [1, 2, 3].flatMap((n) => [...say(n), hear(n, 'han')]), 0],
    ['both hear', three, 1],
    ['a cut that goes on', cut.slice(0, -1), 1],
    ['one of three is still missing', healed.slice(0, -1), 1],
    ['all is recovered', healed, 2],
    ['a dead server', died, 2],
    ['one of the two has it all', [...died, state('server-1', 'up')], 2],
    ['both have it all', back, 3],
    ['told before Redis died', [...back, told, state('redis', 'dead')], 3],
    ['told after it', [...back, state('redis', 'dead'), told], 4],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });
});
