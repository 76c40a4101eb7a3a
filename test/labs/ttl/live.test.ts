import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/ttl/live/ladder.ts';
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

it('a key goes by itself, a list does not, and neither does a key without a TTL: on a real Redis', async () => {
  const { poke, learned, count, stop } = await playScene(demo, 'ttl');
  await learned(0);
  poke('kill');
  await learned(1);
  poke('sweep');
  await eventually(() => expect(count('mark', { id: 'gone:minsu' })).toBe(1));
  poke('back');
  await learned(2);
  poke('plain-set');
  await learned(3);
  poke('kill-redis');
  poke('restart-redis');
  await learned(4);
  await stop();
});

describe('a rung is done only by what the observer saw', () => {
  const mark = (id: string): Happening => ({ kind: 'mark', id, text: { ko: id, en: id } });
  const state = (actor: string, now: 'up' | 'dead'): Happening => ({ kind: 'state', actor, state: now });
  const three = ['minsu', 'jiwoo', 'haneul'].map((who) => mark(`alive:${who}`));
  const ghost = [...three, state('minsu', 'dead'), mark('ghost:minsu')];
  const back = [...ghost, mark('gone:minsu'), mark('alive:minsu')];
  const forEver = [...back, mark('for-ever:jiwoo')];

  it.each([
    ['two', three.slice(1), 0],
    ['three', three, 1],
    ['dead, and not seen as a ghost yet', ghost.slice(0, -1), 1],
    ['a ghost whose app nobody killed', [...three, mark('ghost:minsu'), state('minsu', 'dead')], 1],
    ['a ghost', ghost, 2],
    ['back without a sweep', [...ghost, mark('alive:minsu')], 2],
    ['swept, and back', back, 3],
    ['somebody else’s key', [...back, mark('for-ever:haneul')], 3],
    ['a key without a TTL', forEver, 4],
    ['unlisted before Redis died', [...forEver, mark('unlisted:haneul'), state('redis', 'dead')], 4],
    ['unlisted after it', [...forEver, state('redis', 'dead'), mark('unlisted:haneul')], 5],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });
});
