import { describe, expect, test } from 'vitest';
import { createRandom, type Random } from '../../src/measure/random.ts';
import { differenceOf, meanOf, median, pairedRatio, unpairedRatio } from '../../src/measure/stats.ts';

/** Noise of one trial, as a factor: all of them have been seen on real machines, the last ones on bad days. */
const noises: Record<string, (random: Random) => number> = {
  normal: (random) => Math.exp(0.05 * normal(random)),
  'heavy tails (t, 2 degrees)': (random) =>
    Math.exp((0.05 * normal(random)) / Math.sqrt(-Math.log(1 - random.next()))),
  Cauchy: (random) => Math.exp((0.05 * normal(random)) / normal(random)),
  'one trial in ten is slow': (random) =>
    Math.exp(0.02 * normal(random) - (random.next() < 0.1 ? 0.7 * random.next() : 0)),
  'long pauses (Pareto)': (random) => 1 / (1 + 0.02 * ((1 - random.next()) ** (-1 / 1.5) - 1)),
};

/** Box & Muller, 1958. */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}

function pairs(trials: number, a: () => number, b: () => number): [number, number][] {
  return Array.from({ length: trials }, () => [a(), b()]);
}

describe.each(Object.entries(noises))('an arm against itself, noise: %s', (name, noise) => {
  test.each([5, 7, 10])('%i trials: inconclusive in at least 95 of 100 runs', (trials) => {
    const random = createRandom(1).fork(name);
    const arm = () => 1_000 * noise(random);
    const runs = Array.from({ length: 300 }, () => differenceOf(pairedRatio(pairs(trials, arm, arm))));
    expect(runs.filter((found) => found === 'inconclusive').length).toBeGreaterThanOrEqual(285);
  });
});

describe.each(Object.entries(noises))('two runs of one arm, noise: %s', (name, noise) => {
  test.each([
    [5, 5],
    [5, 10],
    [10, 10],
  ])('%i and %i trials: no difference in at least 95 of 100', (first, second) => {
    const random = createRandom(3).fork(name);
    const run = (trials: number) => Array.from({ length: trials }, () => 1_000 * noise(random));
    const found = Array.from({ length: 300 }, () => differenceOf(unpairedRatio(run(first), run(second))));
    expect(found.filter((one) => one === 'inconclusive').length).toBeGreaterThanOrEqual(285);
  });
});

test('a difference well above the noise is found, and named in the right direction', () => {
  const random = createRandom(2);
  const noise = noises.normal as (random: Random) => number;
  for (let run = 0; run < 100; run += 1) {
    const measured = pairs(
      7,
      () => 1_500 * noise(random),
      () => 1_000 * noise(random),
    );
    expect(differenceOf(pairedRatio(measured))).toBe('greater');
    expect(differenceOf(pairedRatio(measured.map(([a, b]) => [b, a])))).toBe('less');
  }
});

describe('meanOf', () => {
  test('is the mean with an interval round it, on both sides the same', () => {
    const mean = meanOf([8, 9, 10, 11, 12]);
    expect(mean?.mean).toBe(10);
    const { low = 0, high = 0 } = mean?.interval ?? {};
    expect(low).toBeLessThan(10);
    expect(high - 10).toBeCloseTo(10 - low);
  });

  test('has no width where all say the same, nothing to say of four, and may be below 0', () => {
    expect(meanOf([3, 3, 3, 3, 3])).toEqual({ trials: 5, mean: 3, interval: { low: 3, high: 3 } });
    expect(meanOf([1, 2, 3, 4])).toEqual({ trials: 4, mean: 2.5, interval: null });
    expect(meanOf([-3, -4, -3, -4, -3])?.interval?.high).toBeLessThan(0);
    expect(meanOf([])).toBeNull();
  });

  test('is what a ratio is made of', () => {
    const pairs = [2, 3, 4, 5, 6].map((a) => [a, 2] as const);
    const logs = meanOf(pairs.map(([a, b]) => Math.log(a / b)));
    expect(pairedRatio(pairs)?.ratio).toBe(Math.exp(logs?.mean ?? NaN));
    expect(pairedRatio(pairs)?.interval?.low).toBe(Math.exp(logs?.interval?.low ?? NaN));
  });
});

describe('pairedRatio', () => {
  const measured: [number, number][] = [
    [980, 100],
    [1_010, 104],
    [1_040, 99],
    [950, 101],
    [1_000, 103],
  ];

  test('is the geometric mean, with an interval around it', () => {
    const paired = pairedRatio(measured);
    expect(paired?.trials).toBe(5);
    expect(paired?.ratio).toBeCloseTo(9.815, 2);
    expect(paired?.interval?.low).toBeLessThan(9.6);
    expect(paired?.interval?.high).toBeGreaterThan(10);
    expect(paired?.interval?.low).toBeGreaterThan(8);
    expect(paired?.interval?.high).toBeLessThan(12);
  });

  test('is the same whenever it is judged, and the inverse the other way round', () => {
    expect(pairedRatio(measured)).toEqual(pairedRatio(measured));
    const forth = pairedRatio(measured);
    const back = pairedRatio(measured.map(([a, b]) => [b, a]));
    expect((forth?.ratio ?? 0) * (back?.ratio ?? 0)).toBeCloseTo(1, 12);
    expect((forth?.interval?.low ?? 0) * (back?.interval?.high ?? 0)).toBeCloseTo(1, 12);
  });

  test('a drift that both arms share does not widen it', () => {
    const drifting = measured.map(([a, b], round): [number, number] => [a * 3 ** round, b * 3 ** round]);
    expect(pairedRatio(drifting)?.interval?.low).toBeCloseTo(pairedRatio(measured)?.interval?.low ?? 0, 9);
  });

  test('too few trials have a ratio and no interval, so no winner', () => {
    const few = pairedRatio(measured.slice(0, 4));
    expect(few).toMatchObject({ trials: 4, interval: null });
    expect(differenceOf(few)).toBe('inconclusive');
    expect(pairedRatio([[2, 1]])).toEqual({ trials: 1, ratio: 2, interval: null });
    expect(differenceOf(pairedRatio([]))).toBe('inconclusive');
  });

  test('exact counts need no noise', () => {
    const exact = pairs(
      5,
      () => 300,
      () => 100,
    );
    expect(pairedRatio(exact)?.interval?.low).toBeCloseTo(3, 9);
    expect(differenceOf(pairedRatio(exact))).toBe('greater');
    expect(differenceOf(pairedRatio(exact.map(([a]) => [a, a])))).toBe('inconclusive');
  });

  test.each([0, -1, Number.NaN])('%d has no ratio', (figure) => {
    expect(() => pairedRatio([[figure, 1]])).toThrow(RangeError);
  });
});

describe('unpairedRatio', () => {
  const [a, b] = [
    [980, 1_010, 1_040, 950, 1_000],
    [100, 104, 99, 101, 103],
  ] as const;

  test('is the ratio of the geometric means, the inverse the other way round, whatever the order of the trials', () => {
    const forth = unpairedRatio(a, b);
    const back = unpairedRatio(b, a);
    expect(forth?.ratio).toBeCloseTo(9.815, 2);
    expect(forth?.interval?.low).toBeGreaterThan(8.8);
    expect(forth?.interval?.high).toBeLessThan(11);
    expect((forth?.ratio ?? 0) * (back?.ratio ?? 0)).toBeCloseTo(1, 12);
    expect(unpairedRatio(a.toReversed(), b)?.ratio).toBeCloseTo(forth?.ratio ?? 0, 12);
  });

  test('finds 1.3 x in five trials with 5 % noise in 98 of 100, in the right direction', () => {
    const random = createRandom(4);
    const run = (figure: number) =>
      Array.from({ length: 5 }, () => figure * (noises.normal as (random: Random) => number)(random));
    const found = Array.from({ length: 100 }, () => differenceOf(unpairedRatio(run(1.3), run(1))));
    expect(found.filter((one) => one === 'greater').length).toBeGreaterThanOrEqual(98);
  });

  test('has no interval with four trials, and is none of figures that are not positive', () => {
    expect(unpairedRatio(a.slice(0, 4), b)).toMatchObject({ interval: null });
    expect(unpairedRatio([], b)).toBeNull();
    expect(unpairedRatio([1, 2, 3, 4, 0], b)).toBeNull();
    expect(unpairedRatio([3, 3, 3, 3, 3], [1, 1, 1, 1, 1])?.interval?.low).toBeCloseTo(3, 12);
  });
});

test('median', () => {
  expect(median([])).toBeNull();
  expect(median([3])).toBe(3);
  expect(median([10, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 10])).toBe(3);
});
