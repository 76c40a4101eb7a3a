import { createHistogram } from 'node:perf_hooks';
import { build } from 'hdr-histogram-js';
import { describe, expect, test } from 'vitest';
import { percentileDistribution } from '../../src/measure/hgrm.ts';
import { Histogram, type HistogramJson } from '../../src/measure/histogram.ts';
import { createRandom } from '../../src/measure/random.ts';

const percentiles = [0.1, 1, 10, 50, 75, 90, 95, 99, 99.9, 99.99, 100];

/** From 1 ns to over an hour, each order of magnitude equally often. */
function spreadSamples(count: number, seed: number): Float64Array {
  const random = createRandom(seed);
  return Float64Array.from({ length: count }, () => Math.floor(2 ** (random.next() * 41.9)));
}

function recorded(samples: Iterable<number>): Histogram {
  const histogram = new Histogram();
  for (const sample of samples) histogram.record(sample);
  return histogram;
}

/** The largest relative distance from the percentiles of the sorted samples. */
function worstError(histogram: Histogram, samples: Float64Array): number {
  const sorted = samples.toSorted();
  return Math.max(
    ...percentiles.map((p) => {
      const exact = sorted[Math.ceil((p / 100) * sorted.length * (1 - 1e-15)) - 1] as number;
      return Math.abs(histogram.percentile(p) - exact) / exact;
    }),
  );
}

describe('percentiles', () => {
  test.each([1, 2, 3])('are within 0.1 %% of the sorted samples (seed %i)', (seed) => {
    const samples = spreadSamples(20_000, seed);
    expect(worstError(recorded(samples), samples)).toBeLessThan(0.001);
  });

  test('a histogram that puts samples into the wrong bucket is found out', () => {
    const samples = spreadSamples(20_000, 1);
    const json = recorded(samples).toJSON();
    const [empty = 0, ...rest] = json.counts;
    const shifted = Histogram.fromJSON({ ...json, counts: [empty - 2, ...rest] });
    expect(worstError(shifted, samples)).toBeGreaterThan(0.001);
  });

  test('are those of HdrHistogram in C, which Node carries', () => {
    const samples = spreadSamples(20_000, 4).filter((sample) => sample > 0);
    const ours = recorded(samples);
    const node = createHistogram({ lowest: 1, highest: 2 ** 42 - 1, figures: 3 });
    for (const sample of samples) node.record(sample);
    for (const p of [1, 10, 50, 90, 99, 99.9]) expect(ours.percentile(p)).toBe(node.percentile(p));
  });

  test('are those of HdrHistogram in JavaScript', () => {
    const samples = spreadSamples(20_000, 5).filter((sample) => sample > 0);
    const ours = recorded(samples);
    const theirs = build({
      lowestDiscernibleValue: 1,
      highestTrackableValue: 2 ** 42 - 1,
      numberOfSignificantValueDigits: 3,
    });
    for (const sample of samples) theirs.recordValue(sample);
    expect(ours.count).toBe(theirs.totalCount);
    expect(ours.maxNs).toBeLessThanOrEqual(theirs.maxValue);
    for (const p of percentiles.slice(0, -1))
      expect(ours.percentile(p), `p${p}`).toBe(theirs.getValueAtPercentile(p));
  });

  test('every edge between two buckets is where it belongs', () => {
    for (let bits = 0; bits < 42; bits += 1) {
      for (const value of [2 ** bits - 1, 2 ** bits, 2 ** bits + 1]) {
        const { lowestNs, highestNs } =
          recorded([value, 2 ** 42 - 1])
            .buckets()
            .next().value ?? {};
        expect(lowestNs).toBeLessThanOrEqual(value);
        expect(highestNs).toBeGreaterThanOrEqual(value);
      }
    }
  });

  test('are hidden until ten samples lie beyond', () => {
    const histogram = new Histogram();
    const shownFrom = new Map<number, number>();
    for (let count = 1; count <= 10_000; count += 1) {
      histogram.record(1_000);
      for (const p of [50, 95, 99, 99.9]) {
        if (!shownFrom.has(p) && histogram.percentileOrNull(p) !== null) shownFrom.set(p, count);
      }
    }
    expect([...shownFrom]).toEqual([
      [50, 20],
      [95, 200],
      [99, 1_000],
      [99.9, 10_000],
    ]);
  });
});

test('min, max, mean and count are exact', () => {
  const histogram = recorded([3_000_001, 1_000_001, 2_000_002]);
  expect(histogram).toMatchObject({ count: 3, minNs: 1_000_001, maxNs: 3_000_001, meanNs: 6_000_004 / 3 });
});

test('an empty histogram says 0 and null, not NaN', () => {
  const empty = new Histogram();
  expect(empty).toMatchObject({ count: 0, minNs: 0, maxNs: 0, meanNs: 0 });
  expect(empty.percentile(50)).toBe(0);
  expect(empty.percentileOrNull(50)).toBeNull();
  expect(Histogram.fromJSON(empty.toJSON()).toJSON()).toEqual(empty.toJSON());
});

test('merging is as if everything had been recorded in one', () => {
  const samples = spreadSamples(10_000, 5);
  const merged = recorded(samples.subarray(0, 3_000));
  merged.merge(recorded(samples.subarray(3_000)));
  merged.merge(new Histogram());
  expect(merged.toJSON()).toEqual(recorded(samples).toJSON());
});

test.each([-1, Number.NaN, 2 ** 42, Infinity])('%d is not a latency', (value) => {
  expect(() => new Histogram().record(value)).toThrow(RangeError);
});

describe('as JSON', () => {
  test('it comes back the same and can be recorded into', () => {
    const histogram = recorded(spreadSamples(5_000, 6));
    const back = Histogram.fromJSON(JSON.parse(JSON.stringify(histogram)) as HistogramJson);
    expect(back.toJSON()).toEqual(histogram.toJSON());
    back.record(1);
    expect(back).toMatchObject({ count: 5_001, minNs: Math.min(1, histogram.minNs) });
  });

  test('its size depends on the spread, not on the number of samples', () => {
    const once = recorded(Array.from({ length: 1_000 }, (_, i) => 100_000 + i * 100));
    const often = Histogram.fromJSON(once.toJSON());
    for (let doubling = 0; doubling < 7; doubling += 1) often.merge(Histogram.fromJSON(often.toJSON()));
    expect(often.count).toBe(128_000);
    expect(often.toJSON().counts.length).toBe(once.toJSON().counts.length);
  });

  test('counts that do not add up are refused', () => {
    const json = recorded([1, 2, 3]).toJSON();
    expect(() => Histogram.fromJSON({ ...json, count: 4 })).toThrow(RangeError);
    expect(() => Histogram.fromJSON({ ...json, counts: [-40_000, 3] })).toThrow(RangeError);
  });
});

test('the percentile file is the one that HdrHistogram writes', () => {
  // The lines are those of hdr-histogram-js 3.0.1 for the same samples; only the last two differ there: it gives
  // the upper end of the highest bucket (48.529), ours the highest sample.
  const text = percentileDistribution(
    recorded(Array.from({ length: 1_000 }, (_, i) => (i + 1) * 1_000 * ((i + 1) % 97 === 0 ? 50 : 1))),
  );
  const lines = text.split('\n');
  expect(lines).toHaveLength(58);
  expect(lines.slice(0, 5)).toEqual([
    '       Value     Percentile TotalCount 1/(1-Percentile)',
    '',
    '       0.001 0.000000000000          1           1.00',
    '       0.101 0.100000000000        100           1.11',
    '       0.202 0.200000000000        200           1.25',
  ]);
  expect(lines.slice(35, 38)).toEqual([
    '       1.000 0.989062500000        990          91.43',
    '       4.854 0.990625000000        991         106.67',
    '      14.557 0.992187500000        993         128.00',
  ]);
  expect(lines.slice(-6)).toEqual([
    '      48.500 0.999023437500       1000        1024.00',
    '      48.500 1.000000000000       1000',
    '#[Mean    =        0.762, StdDeviation   =        2.968]',
    '#[Max     =       48.500, Total count    =         1000]',
    '#[Buckets =           32, SubBuckets     =         2048]',
    '',
  ]);
});
