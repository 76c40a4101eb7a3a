// Waiting times of which some are not over when we stop looking. Those are "not yet", never left out:
// a mean or a percentile over only what has come would make the slowest server look like the fastest.

import { Histogram } from '../../../src/kit/judge.ts';
import type { Lags } from '../data.ts';

/** `moreThan`: all that is known is that it takes longer. */
export interface Figure {
  readonly ms: number;
  readonly moreThan: boolean;
}

/** The part of all events, 0 to 1, that had come so long after the end of the TTL. */
export function shareWithin({ lag, notYet }: Lags, ms: number): number {
  let came = 0;
  for (const { count, lowestNs } of Histogram.fromJSON(lag).buckets()) {
    if (lowestNs <= ms * 1e6) came = count;
  }
  return came / (lag.count + notYet);
}

/** A percentile is shown when at least so many samples lie beyond it (as Histogram does). */
const samplesBeyond = 10;

/** The percentile over all events, also those still to come; null when there are too few to know it. */
export function percentileOf({ lag, notYet, observedMs }: Lags, p: number): Figure | null {
  const all = lag.count + notYet;
  if ((all * (100 - p)) / 100 < samplesBeyond) return null;
  const rank = Math.ceil((p / 100) * all);
  if (rank > lag.count) return { ms: observedMs, moreThan: true };
  return { ms: Histogram.fromJSON(lag).percentile((100 * rank) / lag.count) / 1e6, moreThan: false };
}

/** The latest of all. */
export function latestOf({ lag, notYet, observedMs }: Lags): Figure | null {
  if (notYet > 0) return { ms: observedMs, moreThan: true };
  return lag.count === 0 ? null : { ms: lag.max / 1e6, moreThan: false };
}
