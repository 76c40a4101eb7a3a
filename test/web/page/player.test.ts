import { beforeEach, expect, it, vi } from 'vitest';
import { type Axis, Player } from '../../../src/web/page/player.ts';

/** What the browser calls before its next picture. */
let frames: ((ms: number) => void)[] = [];

beforeEach(() => {
  frames = [];
  vi.stubGlobal('requestAnimationFrame', (frame: (ms: number) => void) => frames.push(frame));
  vi.stubGlobal('cancelAnimationFrame', () => {});
});

/** So many seconds, with something in each of them. */
const seconds = (count: number): Axis => ({
  times: Array.from({ length: count + 1 }, (_, at) => at * 1e6),
  marks: [],
});
const going = () => {
  const player = new Player(seconds(10), 1, true);
  player.toEnd();
  return player;
};

it('goes along with a run that goes on: what was there before is not played again', () => {
  const player = going();
  expect([player.playing, player.us]).toEqual([true, 10e6]);
  player.setAxis(seconds(60), true);
  player.setAxis(seconds(61), true);
  expect([player.playing, player.us]).toEqual([true, 60e6]);
});

it('stays where somebody looks, until they want to go along again', () => {
  const player = going();
  player.seek(3e6);
  player.setAxis(seconds(60), true);
  player.play();
  player.setAxis(seconds(61), true);
  expect([player.playing, player.us]).toEqual([true, 3e6]);
  player.toEnd();
  player.setAxis(seconds(62), true);
  player.setAxis(seconds(63), true);
  expect([player.playing, player.us]).toEqual([true, 62e6]);
});

it('is not hurried on while it is slowed down', () => {
  const player = going();
  player.setSpeed(0.1);
  player.setAxis(seconds(60), true);
  player.setAxis(seconds(61), true);
  expect(player.us).toBe(10e6);
});

it('stops at the end of a run that is over', () => {
  const player = new Player(seconds(10), 1);
  player.toEnd();
  expect([player.playing, player.us, frames.length]).toEqual([false, 10e6, 0]);
});
