import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/chat/live/ladder.ts';
import { readerOf } from '../../../labs/chat/live/reader.ts';
import { openNotebook } from '../../../labs/chat/parts/notebook.ts';
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

it('who was away gets what was said, or is told: on real servers and a real Redis', async () => {
  const { poke, learned, measured, count, stop } = await playScene(demo, 'chat');
  const saidMore = async (times: number) => {
    const before = count('send');
    await eventually(() => expect(count('send')).toBeGreaterThanOrEqual(before + 2 * times));
  };
  await learned(0);
  poke('cut');
  await saidMore(4);
  poke('heal');
  expect(await measured(1)).toBe('All of it');
  poke('kill-server');
  await saidMore(3);
  poke('restart-server');
  expect(await measured(2)).toBe('Both get all of it');
  poke('kill-redis');
  await saidMore(1);
  poke('restart-redis');
  expect(await measured(3)).toBe('Both han and lee');
  expect((await learned(3)).en).toMatch(/missing: han, lee/);
  await stop();
});

describe('a rung is done only by what the trace tells', () => {
  const say = (n: number): Happening[] =>
    ['han', 'lee'].map((to) => ({ kind: 'send', msg: `${n}`, from: 'kim', to }));
  const hear = (n: number, to: string): Happening => ({ kind: 'recv', msg: `${n}`, from: 'kim', to });
  const both = (n: number) => [...say(n), hear(n, 'han'), hear(n, 'lee')];
  const state = (actor: string, now: 'up' | 'cut' | 'dead'): Happening => ({
    kind: 'state',
    actor,
    state: now,
  });
  const told = (who: string): Happening => ({ kind: 'mark', id: `told:${who}`, text: { ko: '', en: '' } });
  const three = [1, 2, 3].flatMap(both);
  const away = [4, 5, 6].flatMap((n) => [...say(n), hear(n, 'han')]);
  const cut = [...three, state('network', 'cut'), ...away, state('network', 'up')];
  const healed = [...cut, ...[4, 5, 6].map((n) => hear(n, 'lee'))];
  const died = [...healed, state('server-1', 'dead'), ...say(7), ...say(8), hear(7, 'lee'), hear(8, 'lee')];
  const back = [...died, state('server-1', 'up'), hear(7, 'han'), hear(8, 'han')];

  const restarted = [...back, told('lee'), state('redis', 'dead'), state('redis', 'up')];
  const forgotten = [...restarted, told('han')];

  it.each([
    ['one of them hears nothing', [1, 2, 3].flatMap((n) => [...say(n), hear(n, 'han')]), 0],
    ['both hear', three, 1],
    ['a cut that goes on', cut.slice(0, -1), 1],
    ['one of three is still missing', healed.slice(0, -1), 1],
    ['all is recovered', healed, 2],
    ['a dead server', died, 2],
    ['one of the two has it all', [...died, state('server-1', 'up')], 2],
    ['both have it all', back, 3],
    ['told, and nothing new was heard', forgotten, 3],
    ['only one has heard something new', [...forgotten, ...say(9), hear(9, 'han')], 3],
    ['both have heard something new', [...forgotten, ...both(9)], 4],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });

  it.each([
    ['all', 1, healed],
    ['some', 1, [...healed.slice(0, -1), ...both(7)]],
    ['none', 1, [...cut, ...both(7)]],
    ['all', 2, back],
    ['some', 2, [...back.slice(0, -1), ...both(9)]],
    ['none', 2, [...died, state('server-1', 'up'), ...both(9)]],
    ['nobody', 3, [...restarted, ...both(9)]], // He was told before Redis died.
    ['one', 3, [...forgotten, ...both(9)]],
    ['both', 3, [...forgotten, told('lee'), ...both(9)]],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });

  it.each([
    ['both got all', back],
    ['each got 1 at least', [...back.slice(0, -1), ...both(9)]],
    ['somebody got none', [...died, state('server-1', 'up'), ...both(9)]],
  ])('and it says how much came: %s', (share, events) => {
    expect(ladder[2]?.learned(events).en).toBe(`Of the 2 that kim said while server 1 was dead ${share}.`);
  });
});

it('what is heard is in the trace at that moment, not when somebody looks next', () => {
  const noted: Happening[] = [];
  const notebook = openNotebook('han');
  let news = () => {};
  readerOf(
    (onNews) => {
      news = onNews;
      return { notebook, isIn: () => true, unconfirmed: () => 0, say() {}, close() {} };
    },
    (happening) => noted.push(happening),
  );
  for (const n of [1, 2, 1]) {
    notebook.heard.push({ n, atMs: 0 });
    news();
    expect(noted.at(-1)).toMatchObject({ kind: 'recv', msg: `${n}`, to: 'han' });
  }
  notebook.told.push({ why: 'new-here', atMs: 0 }); // That is no news of a gap.
  news();
  notebook.told.push({ why: 'history-is-another', atMs: 0 });
  news();
  expect(noted.map((one) => ('n' in one ? one.n : one.kind))).toEqual([1, 1, 2, 'mark']);
  expect(noted.at(-1)).toMatchObject({
    text: { en: expect.stringContaining('(the history is another one)') },
  });
});
