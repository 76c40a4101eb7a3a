import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder, people } from '../../../labs/sticky/live/ladder.ts';
import { doneRungs } from '../../../src/core/scene.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { playScene } from '../../web/play-scene.ts';
import { answerOf } from '../rungs.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

it('who goes where is what a real nginx says, by each of its ways', async () => {
  const { poke, learned, measured, stop } = await playScene(demo, 'sticky');
  expect(await measured(0)).toBe('All three');
  expect((await learned(0)).en).toMatch(/ 15 times\. /); // Five people, three servers.
  poke('ip-hash');
  expect(await measured(1)).toBe('Each to one server, by 2, 2 and 1');
  poke('office');
  expect(await measured(2)).toBe('All to one server');
  expect((await learned(2)).en).toMatch(/came to: server [123]\.$/);
  poke('home');
  poke('remove');
  expect(await measured(3)).toBe('Somebody who was elsewhere, too');
  await stop();
});

describe('a rung is done only by where the visits went', () => {
  let visit = 0;
  const to = (server: number, ...who: readonly string[]): Happening[] =>
    (who.length > 0 ? who : people).map((one) => {
      visit += 1;
      return { kind: 'recv', msg: `${one}/${visit}`, from: 'nginx', to: `server-${server}` };
    });
  const mark = (id: string): Happening => ({ kind: 'mark', id, text: { ko: id, en: id } });
  const times = <Item>(count: number, of: () => readonly Item[]) => Array.from({ length: count }, of).flat();
  const two = (count: number) =>
    times(count, () => [...to(1, 'user-1', 'user-2'), ...to(2, 'user-3', 'user-4', 'user-5')]);
  const met = times(2, () => [...to(1), ...to(2), ...to(3)]);
  const sticky = [...met, mark('ip-hash'), ...times(4, () => to(2))];
  const office = [...sticky, mark('office'), ...times(3, () => to(3))];
  const home = [...office, mark('home'), ...to(3)];
  const removed = [...home, mark('removed'), ...to(1)];

  it.each([
    ['one has come five times', met.slice(0, -1), 0],
    ['all have come six times', met, 1],
    ['one server, and nobody asked for ip_hash', [...met, ...times(4, () => to(2))], 1],
    ['three visits each, the first perhaps under way before', sticky.slice(0, -1), 1],
    ['ip_hash in the office', [...met, mark('office'), mark('ip-hash'), ...times(4, () => to(2))], 1],
    ['four visits each', sticky, 2],
    [
      'an office by round robin',
      [...sticky, mark('round-robin'), mark('office'), ...times(3, () => to(3))],
      2,
    ],
    ['two visits from the office', office.slice(0, -1), 2],
    ['three visits from the office', office, 3],
    ['a server out, and everybody still in the office', [...office, mark('removed'), ...to(1)], 3],
    ['a server out, and one has not come since', removed.slice(0, -1), 3],
    ['a server out, and all have come', removed, 4],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });

  it('counts who moves, and who of them need not have', () => {
    const mixed = [
      ...office,
      mark('home'),
      ...to(3, 'user-1', 'user-2'),
      ...to(1, 'user-3', 'user-4', 'user-5'),
    ];
    const after = [
      ...mixed,
      mark('removed'),
      ...to(1, 'user-1', 'user-3'),
      ...to(2, 'user-2', 'user-4', 'user-5'),
    ];
    expect(ladder[3]?.learned(after).en).toBe(
      '4 of the five came to another server; 2 of them had not been at server 3.',
    );
  });

  it.each([
    ['three', 0, met],
    ['two', 0, times(3, () => [...to(1), ...to(2)])],
    ['one', 0, times(6, () => to(1))],
    ['uneven', 1, sticky],
    ['uneven', 1, [...met, mark('ip-hash'), ...to(1), ...times(3, () => to(2))]],
    ['moving', 1, [...sticky.slice(0, -1), ...to(1, 'user-5')]],
    [
      'even',
      1,
      [
        ...met,
        mark('ip-hash'),
        ...times(4, () => [...to(1, 'user-1', 'user-2'), ...to(2, 'user-3', 'user-4'), ...to(3, 'user-5')]),
      ],
    ],
    ['one', 2, office],
    ['as-before', 2, [...met, mark('ip-hash'), ...two(4), mark('office'), ...two(3)]],
    ['spread', 2, [...sticky, mark('office'), ...two(3)]],
    ['its', 3, removed],
    ['nobody', 3, [...home, mark('removed'), ...to(3)]],
    ['others', 3, [...office, mark('home'), ...to(1), mark('removed'), ...to(2)]],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });
});
