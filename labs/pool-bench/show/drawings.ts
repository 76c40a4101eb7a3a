// A bar for each arm, and where the latencies lie.
import { type BarsBlock, Histogram, type HistogramBlock, type Text } from '../../../src/kit/judge.ts';
import type { ArmFigures } from '../data.ts';
import { perSecondOf } from '../parts/compare.ts';
import { shapeName } from '../words.ts';
import { armId } from './row-id.ts';

/** For arms of one client. */
export function throughputBars(arms: readonly ArmFigures[], id: string, title: Text): BarsBlock {
  const bars = arms.flatMap((arm) => {
    const value = perSecondOf(arm);
    const each = arm.rounds.map(({ perSecond }) => perSecond);
    return value === null
      ? []
      : [{ id: armId(arm), label: shapeName(arm), value, low: Math.min(...each), high: Math.max(...each) }];
  });
  return { kind: 'bars', id, title, unit: 'perSecond', bars };
}

const bins = 48;

/** Bins that each end at the same multiple of their beginning: 0.02 ms and 20 ms both keep their shape. */
export function latencyHistogram(arms: readonly ArmFigures[], title: Text): HistogramBlock {
  const histograms = arms.map(({ latency }) => Histogram.fromJSON(latency));
  const lowMs = Math.max(1e-6, Math.min(...histograms.map(({ minNs }) => minNs)) / 1e6);
  const highMs = (Math.max(...histograms.map(({ maxNs }) => maxNs)) + 1) / 1e6;
  const step = (highMs / lowMs) ** (1 / bins);
  return {
    kind: 'histogram',
    id: 'latency',
    title,
    unit: 'ms',
    edges: Array.from({ length: bins + 1 }, (_, at) => lowMs * step ** at),
    series: arms.map((arm, index) => ({
      id: armId(arm),
      label: shapeName(arm),
      counts: countsIn(histograms[index] as Histogram, lowMs, step),
    })),
  };
}

function countsIn(histogram: Histogram, lowMs: number, step: number): number[] {
  const counts = new Array<number>(bins).fill(0);
  let before = 0;
  for (const { count, lowestNs, highestNs } of histogram.buckets()) {
    const middleMs = (lowestNs + highestNs) / 2e6;
    const bin = Math.min(bins - 1, Math.max(0, Math.floor(Math.log(middleMs / lowMs) / Math.log(step))));
    counts[bin] = (counts[bin] ?? 0) + count - before;
    before = count;
  }
  return counts;
}
