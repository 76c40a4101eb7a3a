import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/pool-bench/live/ladder.ts';
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

it('a small pool makes a line, a large one none, a leaking one turns away: on a real Redis, by the pokes of the page', async () => {
  const { poke, learned, measured, count, stop } = await playScene(demo, 'pool-bench');
  await learned(0);
  poke('pool-1');
  expect(await measured(1)).toBe('The line grows and grows');
  poke('pool-4');
  expect(['About half as long', 'About as long (within 30%)', 'Longer']).toContain(await measured(2));
  poke('new');
  const [, anew = 0, pooled = 0] = /^(\d+) ms with a new.* (\d+) ms/.exec((await learned(3)).en) ?? [];
  expect(Number(anew)).toBeGreaterThan(Number(pooled));
  poke('pool-1');
  poke('leak');
  expect(await measured(4)).toBe('It waits, then the pool turns it away');
  expect((await learned(4)).en).toMatch(/turned away [1-9]/);
  poke('pool-4');
  await eventually(() => expect(count('mark', { id: 'pool-4' })).toBe(2));
  poke('kill');
  const refused = { from: 'connection-1', to: 'redis' };
  await eventually(() => expect(count('drop', refused)).toBeGreaterThan(0));
  poke('restart');
  expect(await measured(5)).toBe('They come back by themselves');
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
  const ack = (id: number): Happening => ({ kind: 'ack', msg: `${id}`, from: 'caller', to: 'pool' });
  const took = (ms: number): Happening => ({ kind: 'sample', series: 'ms:pool', value: ms });
  const state = (now: 'up' | 'dead'): Happening => ({ kind: 'state', actor: 'redis', state: now });
  const ids = (from: number, count: number) => Array.from({ length: count }, (_, at) => from + at);
  const smooth = (from: number, count: number) => ids(from, count).flatMap((id) => [comes(id), taken(id)]);

  /** From its coming to its end. */
  const served = (from: number, count: number, ms: number) =>
    ids(from, count).flatMap((id) => [comes(id), taken(id), ack(id), took(ms)]);
  const turnedAway = (id: number) => [comes(id), refused(id, 'caller', 'pool')];
  const ten = [mark('pool-2'), ...served(1, 10, 300)];
  const line = [...ten, mark('pool-1'), comes(20), taken(20), ...ids(21, 5).map(comes)];
  const wait = ids(21, 5).flatMap((id) => [taken(id), ack(id), took(5_000)]);
  const gone = [...line, mark('pool-4'), ...wait, ...served(30, 8, 301)];
  const anew = [...gone, mark('new'), ...served(40, 5, 1_500)];
  const leaking = [...anew, mark('pool-2'), mark('leaked:connection-1'), refused(49, 'caller', 'pool')];
  const emptied = [...leaking, mark('leaked:connection-2'), comes(50)];
  const empty = [...emptied, refused(50, 'caller', 'pool')];
  const dead = [...empty, mark('pool-2'), state('dead'), refused(60, 'connection-1', 'redis')];
  const back = [...dead, state('up'), step('recv', 61, 'connection-1', 'redis')];

  it.each([
    ['nine served', ten.slice(0, -1), 0],
    ['ten served', ten, 1],
    ['four in line', line.slice(0, -1), 1],
    ['five in line at a pool of two', [...ten, ...ids(21, 5).map(comes)], 1],
    ['five in line', line, 2],
    ['those are answered that were in line before', [...line, mark('pool-4'), ...wait, ...wait], 2],
    ['seven of a pool of four', gone.slice(0, -1), 2],
    ['eight of a pool of four', gone, 3],
    ['four by new connections', anew.slice(0, -1), 3],
    ['five by new connections', anew, 4],
    ['turned away before anything leaked', [...anew, refused(50, 'caller', 'pool')], 4],
    ['turned away while one was left', leaking, 4],
    ['none left, and nobody turned away', emptied, 4],
    ['turned away', empty, 5],
    ['a dead Redis', dead, 5],
    ['another connection carries', [...dead, state('up'), step('recv', 61, 'new-connection', 'redis')], 5],
    ['the same connection carries again', back, 6],
  ])('%s', (_, events, done) => {
    expect(rungsDone(ladder, events)).toBe(done);
  });

  it.each([
    ['line', 1, line],
    ['slower', 1, [...ten, mark('pool-1'), ...smooth(20, 30)]],
    ['turned-away', 1, [...ten, mark('pool-1'), ...ids(20, 30).flatMap(turnedAway)]],
    ['same', 2, gone],
    ['half', 2, [...line, mark('pool-4'), ...served(30, 8, 150)]],
    ['longer', 2, [...line, mark('pool-4'), ...served(30, 8, 600)]],
    ['twice', 3, anew],
    ['more', 3, [...gone, mark('new'), ...served(40, 5, 500)]],
    ['same', 3, [...gone, mark('new'), ...served(40, 5, 310)]],
    ['turned-away', 4, empty],
    ['waits', 4, [...emptied, ...ids(51, 30).map(comes)]],
    ['new', 4, [...emptied, ...smooth(51, 30)]],
    ['back', 5, back],
    ['useless', 5, [...dead, state('up'), ...ids(70, 30).map(comes)]],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });
});
