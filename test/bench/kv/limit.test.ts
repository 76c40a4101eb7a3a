import { describe, expect, it } from 'vitest';
import { limitOf, type Row, targetOf } from './limit.ts';

/** Figures of a run on two quiet cores. */
const rowOf = (
  [callers, threads]: [number, number],
  [perSecond, clientUs, serverUs, busyShare]: [number, number, number, number],
  theirPerSecond: number,
): Row => ({
  callers,
  threads,
  cores: 2,
  ours: { perSecond, clientUs, serverUs, busyShare },
  theirs: { perSecond: theirPerSecond, clientUs: 1, serverUs: 1 },
});
const ioredisAlone = rowOf([1, 1], [11_178, 47, 31.3, 0.36], 16_978);
const ioredisOfTwenty = rowOf([20, 1], [93_162, 10.6, 5.9, 0.99], 144_578);
const socketsOfTwenty = rowOf([20, 1], [96_260, 5.7, 4.7, 0.8], 120_240);
const pgOfEight = rowOf([8, 1], [31_093, 24.9, 21.4, 0.99], 70_955);

describe('why a row stays behind', () => {
  it.each<[string, Row, string]>([
    [
      'one caller waits for the server, and the server for it',
      ioredisAlone,
      'not client-bound, our event loop is 36% busy: client and server one after the other come to 12771/s (0.75 x), and 88% of that was measured',
    ],
    [
      'many that are answered together, too, and share a core',
      socketsOfTwenty,
      'not client-bound, our event loop is 80% busy, but waited for a core (it had one for 55% of the time): client and server one after the other come to 96154/s (0.80 x), and 100% of that was measured',
    ],
    [
      'both idle: something else',
      rowOf([20, 1], [50_000, 5.7, 4.7, 0.4], 120_240),
      'not client-bound, our event loop is 40% busy: client and server together took 52% of one core, so this run does not explain it',
    ],
    [
      'both at work at the same time: something else, too',
      rowOf([20, 1], [120_000, 5.7, 4.7, 0.7], 160_000),
      'not client-bound, our event loop is 70% busy: client and server together took 125% of one core, so this run does not explain it',
    ],
    [
      'a client at its limit',
      ioredisOfTwenty,
      'client-bound, our event loop is 99% busy: with that CPU one thread comes to 0.65 x at most, and any number of them on these 2 cores, which the server needs, too, to 0.84 x',
    ],
    [
      'a client that wanted more of a core than it got',
      pgOfEight,
      'client-bound, our event loop is 99% busy, but waited for a core (it had one for 77% of the time): with that CPU one thread comes to 0.57 x at most, and any number of them on these 2 cores, which the server needs, too, to 0.61 x',
    ],
    [
      'a client at its limit with all its threads',
      rowOf([20, 2], [108_000, 12, 6, 0.95], 144_578),
      'client-bound, our 2 event loops are 95% busy, but waited for a core (each had one for 65% of the time): with that CPU any number of threads comes on these 2 cores, which the server needs, too, to 0.77 x',
    ],
    [
      'one caller of a client that never rests',
      rowOf([1, 1], [20_000, 47, 3, 0.94], 40_000),
      'client-bound, our event loop is 94% busy: with that CPU one thread comes to 0.53 x at most',
    ],
  ])('%s', (_, row, said) => {
    expect(limitOf(row)).toBe(said);
  });
});

it.each<[string, Row, string]>([
  [
    'one caller, whose client and server can only take turns',
    ioredisAlone,
    'at least 0.8, out of reach: this CPU allows 0.75 x at most',
  ],
  ['several, with more threads', ioredisOfTwenty, 'at least 0.8'],
  ['however many threads', pgOfEight, 'at least 0.8, out of reach: this CPU allows 0.61 x at most'],
  ['taking turns is no must for twenty', socketsOfTwenty, 'at least 0.8'],
])('what is asked for: %s', (_, row, wanted) => {
  expect(targetOf(row, 0.8)).toBe(wanted);
});
