import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/delivery/live/ladder.ts';
import { doneRungs } from '../../../src/core/scene.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { eventually } from '../../eventually.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { type Played, playScene } from '../../web/play-scene.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

const more = async ({ count }: Played, kind: string, events: number) => {
  const before = count(kind);
  await eventually(() => expect(count(kind)).toBeGreaterThanOrEqual(before + events));
};

it('Pub/Sub loses, a list loses what was taken, a stream tells twice: on a real Redis, by the pokes of the page', async () => {
  const played = await playScene(demo, 'delivery');
  const { poke, learned, stop } = played;
  const kill = async () => {
    const dead = more(played, 'state', 1);
    poke('kill');
    await dead;
  };
  await learned(0);
  await kill();
  await more(played, 'send', 18); // Three numbers, three ways, two steps each.
  poke('restart');
  expect((await learned(1)).en).toMatch(/Pub\/Sub lost ([3-9]|\d\d)/);
  // The list is full now, and what the consumer has taken off it takes seconds.
  await kill();
  await more(played, 'send', 18);
  poke('restart');
  await more(played, 'recv', 6);
  await kill();
  poke('restart');
  expect((await learned(2)).en).toMatch(/^[1-9]/);
  const dead = more(played, 'state', 1);
  poke('kill-unacked');
  await dead;
  poke('restart');
  expect((await learned(3)).en).toMatch(/^[1-9]/);
  await kill();
  await more(played, 'send', 12);
  poke('kill-redis');
  await more(played, 'drop', 3);
  poke('restart-redis');
  poke('restart');
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
