import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/delivery/live/ladder.ts';
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

it('Pub/Sub loses, a list loses what was taken, a stream tells twice: on a real Redis, by the pokes of the page', async () => {
  const { poke, learned, count, stop } = await playScene(demo, 'delivery');
  const more = async (times: number, kind: string, having: Record<string, string> = {}) => {
    const before = count(kind, having);
    await eventually(() => expect(count(kind, having)).toBeGreaterThanOrEqual(before + times));
  };
  const consumer = (state: 'up' | 'dead') => more(1, 'state', { actor: 'consumer-1', state });
  /** @param meanwhile so many are sent while it is dead */
  const killFor = async (meanwhile: number, how = 'kill') => {
    const dead = consumer('dead');
    poke(how);
    await dead;
    await more(meanwhile, 'send', { from: 'list' });
  };
  const restart = async () => {
    const up = consumer('up');
    poke('restart');
    await up;
  };
  await learned(0);
  await killFor(4);
  await restart();
  // The list was taken off all at once, and the work on that takes a second: it is still going on.
  await more(1, 'recv', { from: 'list' });
  expect((await learned(1)).en).toMatch(/Pub\/Sub lost ([3-9]|\d\d)/);
  await killFor(4);
  await restart();
  await more(1, 'recv', { from: 'list' });
  await killFor(0);
  await restart();
  expect((await learned(2)).en).toMatch(/^[1-9]/);
  await killFor(0, 'kill-unacked');
  await restart();
  expect((await learned(3)).en).toMatch(/^[1-9]/);
  await killFor(2);
  const isDead = more(1, 'state', { actor: 'redis', state: 'dead' });
  poke('kill-redis');
  await isDead;
  poke('restart-redis');
  await restart();
  expect((await learned(4)).en).toMatch(/Gone with Redis: [1-9]\d* on the list, [1-9]/);
  await stop();
});

describe('a rung is done only by what the trace tells', () => {
  type Way = 'pubsub' | 'list' | 'stream';
  const all = ['pubsub', 'list', 'stream'] as const;
  const hop = (id: number, way: Way) => ({ msg: `${id}`, from: way, to: 'consumer-1' });
  const sent = (id: number) => all.map((way): Happening => ({ kind: 'send', ...hop(id, way) }));
  const done = (id: number, way: Way, n = 1): Happening => ({ kind: 'recv', ...hop(id, way), n });
  const lost = (id: number, way: Way): Happening => ({ kind: 'drop', why: 'lost', ...hop(id, way) });
  const state = (actor: string, now: 'up' | 'dead'): Happening => ({ kind: 'state', actor, state: now });
  const ids = [4, 5, 6];

  const three = [1, 2, 3].flatMap((id) => [...sent(id), ...all.map((way) => done(id, way))]);
  const away = [...three, state('consumer-1', 'dead'), ...ids.flatMap(sent), state('consumer-1', 'up')];
  const pubsubLost = [...away, ...ids.map((id) => lost(id, 'pubsub'))];
  const kept = [...pubsubLost, ...ids.flatMap((id) => [done(id, 'list'), done(id, 'stream')])];
  const taken = [...kept, ...sent(7), lost(7, 'list'), done(7, 'stream')];
  const twice = [...taken, done(7, 'stream', 2)];
  const redis = [...twice, ...sent(8), state('redis', 'dead'), state('redis', 'up'), lost(8, 'list')];

  it.each([
    ['one way is slow', three.slice(0, -1), 0],
    ['all three', three, 1],
    ['two lost', [...kept.filter((event) => !('msg' in event) || event.msg !== '6')], 1],
    ['not all kept', kept.slice(0, -1), 1],
    ['kept', kept, 2],
    ['lost on every way', [...kept, ...sent(7), lost(7, 'list'), lost(7, 'stream')], 2],
    ['taken along', taken, 3],
    ['twice from the list', [...taken, done(7, 'list', 2)], 3],
    ['twice from the stream', twice, 4],
    ['only the list lost it', redis, 4],
    ['both lost it', [...redis, lost(8, 'stream')], 5],
    ['lost without a dead Redis', [...twice, ...sent(8), lost(8, 'list'), lost(8, 'stream')], 4],
  ])('%s', (_, events, rungs) => {
    expect(doneRungs(ladder, events)).toBe(rungs);
  });
});
