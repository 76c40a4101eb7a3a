import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/ttl/live/ladder.ts';
import { doneRungs } from '../../../src/core/scene.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { eventually } from '../../eventually.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { playScene } from '../../web/play-scene.ts';
import { answerOf } from '../rungs.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

it('a key goes by itself, a list does not, and neither does a key without a TTL: on a real Redis', async () => {
  const { poke, learned, measured, count, stop } = await playScene(demo, 'ttl');
  await learned(0);
  poke('kill');
  expect(await measured(1)).toBe('On the list only');
  poke('sweep');
  await eventually(() => expect(count('mark', { id: 'gone:minsu' })).toBe(1));
  poke('back');
  await learned(2);
  poke('plain-set');
  expect(await measured(3)).toBe('Never');
  poke('kill-redis');
  poke('restart-redis');
  expect(await measured(4)).toBe('The key only');
  await stop();
});

describe('a rung is done only by what the observer saw', () => {
  const mark = (id: string): Happening => ({ kind: 'mark', id, text: { ko: id, en: id } });
  const state = (actor: string, now: 'up' | 'dead'): Happening => ({ kind: 'state', actor, state: now });
  const three = ['minsu', 'jiwoo', 'haneul'].map((who) => mark(`alive:${who}`));
  const ghost = [...three, state('minsu', 'dead'), mark('ghost:minsu')];
  const back = [...ghost, mark('gone:minsu'), mark('alive:minsu')];
  const set: Happening = { kind: 'command', from: 'jiwoo', to: 'redis', command: 'SET alive:jiwoo 2' };
  const forEver = [...back, set, mark('for-ever:jiwoo')];

  it.each([
    ['two', three.slice(1), 0],
    ['three', three, 1],
    ['dead, and not seen as a ghost yet', ghost.slice(0, -1), 1],
    ['a ghost whose app nobody killed', [...three, mark('ghost:minsu'), state('minsu', 'dead')], 1],
    ['a ghost', ghost, 2],
    ['back without a sweep', [...ghost, mark('alive:minsu')], 2],
    ['swept, and back', back, 3],
    ['somebody else’s key', [...back, set, mark('for-ever:haneul')], 3],
    ['a key that nobody wrote over', [...back, mark('for-ever:jiwoo')], 3],
    ['a key without a TTL', forEver, 4],
    ['unlisted before Redis died', [...forEver, mark('unlisted:haneul'), state('redis', 'dead')], 4],
    ['unlisted after it', [...forEver, state('redis', 'dead'), mark('unlisted:haneul')], 5],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });

  it.each([
    ['list', 1, ghost],
    ['list', 1, [...ghost, mark('gone:minsu')]], // It was swept off.
    ['key', 1, [...three, state('minsu', 'dead'), mark('unlisted:minsu')]],
    ['none', 1, [...three, state('minsu', 'dead'), mark('gone:minsu')]],
    ['never', 3, forEver],
    ['as-before', 3, [...back, set, mark('ghost:jiwoo')]],
    ['key', 4, [...forEver, state('redis', 'dead'), mark('gone:haneul'), mark('unlisted:haneul')]],
    ['list', 4, [...forEver, state('redis', 'dead'), mark('ghost:haneul')]],
    ['both', 4, [...forEver, state('redis', 'dead'), mark('gone:haneul'), mark('alive:haneul')]],
    [null, 4, [...forEver, state('redis', 'dead'), mark('gone:haneul')]],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });
});
