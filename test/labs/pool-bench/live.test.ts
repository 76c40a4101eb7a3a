import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/pool-bench/live/ladder.ts';
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

it('a small pool makes a line, a large one none, a leaking one turns away: on a real Redis, by the pokes of the page', async () => {
  const { poke, learned, count, stop } = await playScene(demo, 'pool-bench');
  await learned(0);
  poke('pool-1');
  expect((await learned(1)).en).toMatch(/^([5-9]|\d\d) waited/);
  poke('pool-4');
  await learned(2);
  poke('new');
  const [, anew = 0, pooled = 0] = /^(\d+) ms with a new.* (\d+) ms/.exec((await learned(3)).en) ?? [];
  expect(Number(anew)).toBeGreaterThan(Number(pooled));
  poke('pool-1');
  poke('leak');
  expect((await learned(4)).en).toMatch(/^1 connections did not come back, and [1-9]/);
  poke('pool-4');
  await eventually(() => expect(count('mark', { id: 'pool-4' })).toBe(2));
  poke('kill');
  const refused = { from: 'connection-1', to: 'redis' };
  await eventually(() => expect(count('drop', refused)).toBeGreaterThan(0));
  poke('restart');
  expect((await learned(5)).en).toMatch(/^[1-4] of the connections/);
  await stop();
});

describe('a rung is done only by what the trace tells', () => {
  const mark = (id: string): Happening => ({ kind: 'mark', id, text: { ko: '', en: '' } });
  const step = (kind: 'send' | 'recv', id: number, from: string, to: string): Happening => {
    return { kind, msg: `${id}`, from, to };
  };
  const comes = (id: number) => step('send', id, 'caller', 'pool');
  const taken = (id: number) => step('recv', id, 'caller', 'pool');
  const refused = (id: number, from: string, to: string): Happening => {
    return { kind: 'drop', why: 'refused', msg: `${id}`, from, to };
  };
  const took = (ms: number): Happening => ({ kind: 'sample', series: 'ms:pool', value: ms });
  const state = (now: 'up' | 'dead'): Happening => ({ kind: 'state', actor: 'redis', state: now });
  const ids = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);
  const smooth = (from: number, count: number) => ids(from, count).flatMap((id) => [comes(id), taken(id)]);

  const ten = [mark('pool-2'), ...ids(1, 10).map(() => took(300))];
  const line = [...ten, mark('pool-1'), comes(20), taken(20), ...ids(21, 5).map(comes)];
  const gone = [...line, mark('pool-4'), ...smooth(30, 8), took(301)];
  const anew = [...gone, mark('new'), ...ids(1, 5).map(() => took(1_500))];
  const leaking = [...anew, mark('pool-1'), mark('leaked:connection-1'), comes(50)];
  const empty = [...leaking, refused(50, 'caller', 'pool')];
  const dead = [...empty, mark('pool-2'), state('dead'), refused(60, 'connection-1', 'redis')];
  const back = [...dead, state('up'), step('recv', 61, 'connection-1', 'redis')];

  it.each([
    ['nine served', ten.slice(0, -1), 0],
    ['ten served', ten, 1],
    ['four in line', line.slice(0, -1), 1],
    ['five in line at a pool of two', [...ten, ...ids(21, 5).map(comes)], 1],
    ['five in line', line, 2],
    ['eight, and one of them waited', [...line, mark('pool-4'), comes(29), ...smooth(30, 7), took(301)], 2],
    ['eight at once', gone, 3],
    ['four by new connections', anew.slice(0, -1), 3],
    ['five by new connections', anew, 4],
    ['turned away before anything leaked', [...anew, refused(50, 'caller', 'pool')], 4],
    ['a leak, and nobody turned away', leaking, 4],
    ['turned away', empty, 5],
    ['a dead Redis', dead, 5],
    ['another connection carries', [...dead, state('up'), step('recv', 61, 'new-connection', 'redis')], 5],
    ['the same connection carries again', back, 6],
  ])('%s', (_, events, done) => {
    // As the page looks: again and again, and what is done stays done.
    const looked = events.map((_, at) => events.slice(0, at + 1));
    expect(looked.reduce((before, seen) => doneRungs(ladder, seen, before), 0)).toBe(done);
  });
});
