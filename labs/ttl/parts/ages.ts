// How long ago a moment was that lies on the server's clock. A figure from before that moment is no age: somebody set
// the clock meanwhile. It is counted and left out, never made 0.
import { Histogram, type HistogramJson } from '../../../src/kit/run.ts';

export interface Ages {
  /** In ns. */
  readonly ages: HistogramJson;
  /** Those that cannot be. */
  readonly impossible: number;
}

/** No act watches for so long. */
const longestMs = 3_600_000;

/** Each in ms, counted from the earliest moment that it may have begun: at worst too long by what the clocks leave open. */
export function agesOf(agesMs: readonly number[]): Ages {
  const histogram = new Histogram();
  const possible = agesMs.filter((ms) => ms >= 0 && ms < longestMs);
  for (const ms of possible) histogram.record(ms * 1e6);
  return { ages: histogram.toJSON(), impossible: agesMs.length - possible.length };
}
