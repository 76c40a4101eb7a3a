import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/delivery/live/ladder.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { eventually } from '../../eventually.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { playScene } from '../../web/play-scene.ts';
import { answerOf, rungsDone } from '../rungs.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

it('Pub/Sub loses, a list loses what was taken, a stream tells twice: on a real Redis, by the pokes of the page', async () => {
  const { poke, learned, measured, count, stop } = await playScene(demo, 'delivery');
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
  expect(await measured(1)).toBe('The list and the stream');
  await killFor(4);
  await restart();
  await more(1, 'recv', { from: 'list' });
  await killFor(0);
  await restart();
  expect(await measured(2)).toBe('The stream does; on the list they are gone');
  await killFor(0, 'kill-unacked');
  await restart();
  expect(await measured(3)).toBe('It comes again, and is done twice');
  expect(count('drop', { from: 'stream' })).toBe(0);
  await killFor(2);
  const isDead = more(1, 'state', { actor: 'redis', state: 'dead' });
  poke('kill-redis');
  await isDead;
  poke('restart-redis');
  await restart();
  expect(await measured(4)).toBe('None of them');
  expect((await learned(4)).en).toMatch(/list 0\/[1-9]\d*, stream 0\/[1-9]/);
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
  const taken = [...kept, ...sent(7), done(7, 'pubsub'), lost(7, 'list'), done(7, 'stream')];
  const mark: Happening = { kind: 'mark', id: 'unacked:7', text: { ko: '', en: '' } };
  const unacked = [...taken, mark];
  const twice = [...unacked, done(7, 'stream', 2)];
  const piled = [
    ...twice,
    state('consumer-1', 'dead'),
    ...sent(8),
    state('redis', 'dead'),
    state('redis', 'up'),
  ];
  const forgotten = [...piled, lost(8, 'pubsub'), lost(8, 'list')];

  it.each([
    ['one way is slow', three.slice(0, -1), 0],
    ['all three', three, 1],
    ['two sent meanwhile', [...kept.filter((event) => !('msg' in event) || event.msg !== '6')], 1],
    ['one is still open', kept.slice(0, -1), 1],
    ['all is known', kept, 2],
    ['lost with Redis', [...kept, ...sent(7), state('redis', 'dead'), lost(7, 'list'), lost(7, 'stream')], 2],
    ['taken along', taken, 3],
    ['twice, and nobody killed it before its XACK', [...taken, done(7, 'stream', 2)], 3],
    ['before its XACK', unacked, 3],
    ['twice from the stream', twice, 4],
    ['only the list is known', forgotten, 4],
    ['all is known of what lay in Redis', [...forgotten, lost(8, 'stream')], 5],
    [
      'Redis died with a consumer at work',
      [...twice, ...sent(8), state('redis', 'dead'), ...all.map((way) => lost(8, way))],
      4,
    ],
  ])('%s', (_, events, rungs) => {
    expect(rungsDone(ladder, events)).toBe(rungs);
  });

  it.each([
    ['both', 1, kept],
    ['stream', 1, [...kept.slice(0, -2), lost(6, 'list'), done(6, 'stream')]],
    ['none', 1, [...pubsubLost, ...ids.flatMap((id) => [lost(id, 'list'), lost(id, 'stream')])]],
    ['all', 1, [...away, ...ids.flatMap((id) => all.map((way) => done(id, way)))]],
    ['stream', 2, taken],
    ['none', 2, [...kept, ...sent(7), lost(7, 'list'), lost(7, 'stream')]],
    ['both', 2, [...kept, ...sent(7), done(7, 'list', 2)]],
    ['twice', 3, twice],
    ['once', 3, [...unacked, ...[8, 9, 10].map((id) => done(id, 'stream'))]],
    ['none', 4, [...forgotten, lost(8, 'stream')]],
    ['stream', 4, [...forgotten, done(8, 'stream')]],
    ['both', 4, [...piled, lost(8, 'pubsub'), done(8, 'list'), done(8, 'stream')]],
    ['all', 4, [...piled, ...all.map((way) => done(8, way))]],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });
});
