import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder, people } from '../../../labs/sticky/live/ladder.ts';
import { doneRungs } from '../../../src/core/scene.ts';
import type { Happening } from '../../../src/core/trace.ts';
import type { Demo } from '../../../src/web/demo.ts';
import { openTestDemo } from '../../web/laboratory.ts';
import { playScene } from '../../web/play-scene.ts';

let demo: Demo;
beforeAll(async () => {
  demo = await openTestDemo();
});
afterAll(() => demo.close());

it('who goes where is what a real nginx says, by each of its ways', async () => {
  const { poke, learned, stop } = await playScene(demo, 'sticky');
  expect((await learned(0)).en).toMatch(/ 15 times\. /); // Five people, three servers.
  poke('ip-hash');
  expect((await learned(1)).en).toMatch(/one server only; [123] of the servers/);
  poke('office');
  expect((await learned(2)).en).toMatch(/came to server-[123]\.$/);
  poke('home');
  poke('remove');
  expect((await learned(3)).en).toMatch(/^[0-5] of the five/);
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
  const met = [...to(1), ...to(2), ...to(3)];
  const sticky = [...met, mark('ip-hash'), ...to(2), ...to(2), ...to(2)];
  const office = [...sticky, mark('office'), ...to(3), ...to(3)];
  const home = [...office, mark('home'), ...to(3)];
  const removed = [...home, mark('removed'), ...to(1)];

  it.each([
    ['one has not been everywhere', [...met.slice(0, -1), ...to(1)], 0],
    ['all have', met, 1],
    ['one server, and nobody asked for ip_hash', [...met, ...to(2), ...to(2), ...to(2)], 1],
    ['one who moves under ip_hash', [...sticky.slice(0, -1), ...to(1, 'user-5')], 1],
    ['two visits each', [...met, mark('ip-hash'), ...to(2), ...to(2)], 1],
    ['three at one server each', sticky, 2],
    [
      'an office, and one somewhere else',
      [
        ...sticky,
        mark('office'),
        ...to(3),
        ...to(3, 'user-1', 'user-2', 'user-3', 'user-4'),
        ...to(1, 'user-5'),
      ],
      2,
    ],
    ['an office at one server', office, 3],
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
});
