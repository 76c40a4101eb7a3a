import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ladder } from '../../../labs/pubsub/live/ladder.ts';
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

it('a cut loses, a pause delays, a death refuses: on a real Redis, by the pokes of the page', async () => {
  const { poke, learned, measured, count, stop } = await playScene(demo, 'pubsub');
  const more = async (kind: string, events: number) => {
    const before = count(kind);
    await eventually(() => expect(count(kind)).toBeGreaterThanOrEqual(before + events));
  };
  expect((await learned(0)).en).toMatch(/subscriber 1 has got [3-9]\d*, subscriber 2 has got [3-9]/);
  poke('cut');
  await more('send', 8);
  poke('heal');
  expect(await measured(1)).toBe('It gets none of it');
  poke('pause');
  await more('send', 4);
  poke('resume');
  expect(await measured(2)).toBe('It arrives after the pause');
  poke('kill');
  await more('drop', 2);
  poke('restart');
  expect(await measured(3)).toBe('The publisher gets an error');
  expect((await learned(3)).en).toMatch(/meanwhile [1-9]\d* failed/);
  poke('no-such-poke');
  await stop();
});

describe('a rung is done only by what the trace tells', () => {
  const way = (msg: number, to: string) => ({ msg: `${msg}`, from: 'publisher', to });
  const both = (kind: 'send' | 'recv', msg: number): Happening[] =>
    ['subscriber-1', 'subscriber-2'].map((to) => ({ kind, ...way(msg, to) }));
  const state = (actor: string, now: 'up' | 'cut' | 'paused' | 'dead'): Happening => {
    return { kind: 'state', actor, state: now };
  };
  const drop = (msg: number, why: 'lost' | 'refused', to = 'subscriber-2'): Happening => {
    return { kind: 'drop', why, ...way(msg, to) };
  };
  const ids = [4, 5, 6];
  const watched = [1, 2, 3].flatMap((id) => [...both('send', id), ...both('recv', id)]);
  const cut = [...watched, state('network', 'cut'), ...ids.flatMap((id) => both('send', id))];
  const healed = [...cut, state('network', 'up')];
  const lost = [...healed, ...ids.map((id) => drop(id, 'lost'))];
  const paused = [...lost, state('redis', 'paused'), ...both('send', 7)];
  const late = [...paused, state('redis', 'up'), ...both('recv', 7)];
  const refused = [drop(8, 'refused'), drop(8, 'refused', 'subscriber-1')];
  const dead = [...late, state('redis', 'dead'), ...both('send', 8), ...refused];
  const back = [...dead, state('redis', 'up'), ...both('recv', 9)];

  it.each([
    ['nothing', [], 0],
    ['only one of the two', watched.slice(0, -1), 0],
    ['both', watched, 1],
    ['a cut that goes on', [...cut, ...ids.map((id) => drop(id, 'lost'))], 1],
    ['nobody knows of one yet', lost.slice(0, -1), 1],
    ['two were published meanwhile', lost.filter((event) => !('msg' in event) || event.msg !== '6'), 1],
    ['three lost', lost, 2],
    ['a pause that goes on', paused, 2],
    [
      'a pause in which nothing was sent',
      [...lost, state('redis', 'paused'), state('redis', 'up'), ...both('recv', 7)],
      2,
    ],
    [
      'a pause that ended by a death',
      [
        ...[...paused, state('redis', 'dead'), drop(7, 'refused'), drop(7, 'refused', 'subscriber-1')],
        state('redis', 'up'),
      ],
      2,
    ],
    ['late messages', late, 3],
    ['a death that goes on', dead, 3],
    ['a death, and only one hears again', [...dead, state('redis', 'up'), ...both('recv', 9).slice(1)], 3],
    [
      'a death without anything sent',
      [...late, state('redis', 'dead'), state('redis', 'up'), ...both('recv', 9)],
      3,
    ],
    ['a death and a return', back, 4],
  ])('%s', (_, events, done) => {
    expect(doneRungs(ladder, events)).toBe(done);
  });

  const turns = [1, 2, 3].flatMap((id) => [
    ...both('recv', 2 * id).slice(0, 1),
    ...both('recv', 2 * id + 1).slice(1),
  ]);
  const got = (...numbers: readonly number[]) => numbers.flatMap((id) => both('recv', id).slice(1));
  it.each([
    ['both', 0, watched],
    ['turns', 0, turns],
    ['none', 1, lost],
    ['some', 1, [...healed, ...got(4), drop(5, 'lost'), drop(6, 'lost')]],
    ['all', 1, [...healed, ...got(...ids)]],
    ['late', 2, late],
    [
      'lost',
      2,
      [...paused, state('redis', 'up'), ...both('recv', 7).slice(1), drop(7, 'lost', 'subscriber-1')],
    ],
    ['refused', 2, [...paused, state('redis', 'up'), drop(7, 'refused'), drop(7, 'refused', 'subscriber-1')]],
    ['refused', 3, back],
    ['kept', 3, [...dead.slice(0, -2), state('redis', 'up'), ...both('recv', 8)]],
    [
      'lost',
      3,
      [
        ...dead.slice(0, -2),
        state('redis', 'up'),
        ...both('recv', 9),
        ...['subscriber-1', 'subscriber-2'].map((to) => drop(8, 'lost', to)),
      ],
    ],
  ])('%s is what rung %d shows', (answer, rung, events) => {
    expect(answerOf(ladder, rung, events)).toBe(answer);
  });

  it('and what else was broken meanwhile makes no answer', () => {
    const alsoCut = [...lost, state('network', 'cut'), ...paused.slice(lost.length), state('redis', 'up')];
    expect(answerOf(ladder, 2, [...alsoCut, ...both('recv', 7).slice(0, 1), drop(7, 'lost')])).toBe(null);
  });
});
