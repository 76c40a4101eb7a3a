import { chanceFrom, xoshiro128 } from './xoshiro.ts';

/** How many times the first figure is the second. */
export interface Ratio {
  readonly ratio: number;
  /** The 95 % interval; null below five trials: they are too few to say. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** The same over trials that ran side by side. */
export interface PairedRatio {
  readonly trials: number;
  /** The geometric mean of the ratios: A over B is exactly the inverse of B over A. */
  readonly ratio: number;
  /** The 95 % interval; null below five trials: they are too few to say. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export interface Mean {
  readonly trials: number;
  readonly mean: number;
  /** As for a ratio. */
  readonly interval: { readonly low: number; readonly high: number } | null;
}

export type Difference = 'greater' | 'less' | 'inconclusive';

const fewestTrials = 5;
const resamples = 2_000;

/** Where the interval is cut: a little outside 95 %, because so few trials know their own spread badly. */
const cut = 0.97;

/** A resample is not believed to be more certain than this part of what all trials together are. */
const leastError = 0.5;

/** The same record must give the same interval in every year: the resampling has a state of its own (SHA-256 of 1993). */
const state = [0x45b2718e, 0xfbf3e934, 0x3326713a, 0xb7d2fe59];

/** The middle value, or the mean of the two middle ones; null when there is none. */
export function median(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] as number) + (sorted[Math.floor(half)] as number)) / 2;
}

/**
 * The ratio of paired trials with a bootstrap 95 % interval; null without a pair.
 * Throws a RangeError for a figure that is not positive: it has no ratio.
 *
 * The bootstrap is the symmetric studentized one on the logarithms of the ratios (Efron & Tibshirani, "An Introduction
 * to the Bootstrap", 1993, chapter 12; Hall, J. R. Statist. Soc. B 50, 1988), with a floor under the resamples' errors:
 * without it four trials that happen to agree and one that does not give an interval without end. Percentile
 * intervals are too narrow for the few trials that a learner waits for. Measured on arms that do not differ, 2,000 runs
 * each, noise from normal to Cauchy: with 5 trials the percentile bootstrap is inconclusive in 81 to 83 % of the
 * runs, this one in 97 to 99 %; with 10 trials it is 87 to 90 % and 98 to 99 %. It finds 1.5 x in 7 trials with 5 %
 * noise every time.
 */
export function pairedRatio(pairs: readonly (readonly [number, number])[]): PairedRatio | null {
  if (pairs.length === 0) return null;
  if (pairs.some(([a, b]) => !(a > 0 && b > 0))) throw new RangeError('a ratio needs positive figures');
  const { trials, mean, interval } = meanOf(pairs.map(([a, b]) => Math.log(a / b))) as Mean;
  return {
    trials,
    ratio: Math.exp(mean),
    interval: interval && { low: Math.exp(interval.low), high: Math.exp(interval.high) },
  };
}

/** The mean over trials with its 95 % interval, by the same bootstrap; null without a trial. */
export function meanOf(values: readonly number[]): Mean | null {
  const trials = values.length;
  if (trials === 0) return null;
  const { mean, error } = meanWithError(values);
  if (trials < fewestTrials) return { trials, mean, interval: null };
  const reach = reachInErrors([values], ([drawn = []]) => meanWithError(drawn)) * error;
  return { trials, mean, interval: { low: mean - reach, high: mean + reach } };
}

/**
 * The ratio of two runs of one arm, whose trials are no pairs: the geometric mean of the first over that of the second,
 * by the same bootstrap with each run resampled by itself, and Welch's standard error. Null where one has no trial, or a
 * figure that is not positive. It tells two runs apart, not what makes them differ: each was taken at a time of its own.
 * Measured as above, 2,000 pairs of runs that do not differ: inconclusive in 98.0 to 99.5 % with 5 trials each, in 97.8
 * to 99.8 % with 10.
 */
export function unpairedRatio(a: readonly number[], b: readonly number[]): Ratio | null {
  if (a.length === 0 || b.length === 0 || ![...a, ...b].every((figure) => figure > 0)) return null;
  const logs = [a.map(Math.log), b.map(Math.log)];
  const { mean, error } = apart(logs);
  const ratio = Math.exp(mean);
  if (Math.min(a.length, b.length) < fewestTrials) return { ratio, interval: null };
  const reach = reachInErrors(logs, apart) * error;
  return { ratio, interval: { low: Math.exp(mean - reach), high: Math.exp(mean + reach) } };
}

/** How far the means of two samples are apart. */
function apart([a = [], b = []]: readonly (readonly number[])[]): Estimate {
  const [one, other] = [meanWithError(a), meanWithError(b)];
  return { mean: one.mean - other.mean, error: Math.hypot(one.error, other.error) };
}

/** Names a winner only when the interval leaves 1 out. */
export function differenceOf(found: Ratio | null): Difference {
  if (!found?.interval) return 'inconclusive';
  if (found.interval.low > 1) return 'greater';
  return found.interval.high < 1 ? 'less' : 'inconclusive';
}

interface Estimate {
  readonly mean: number;
  /** Its standard error. */
  readonly error: number;
}

/** How many standard errors a resample strays from all trials, in 97 of 100 resamples at most. */
function reachInErrors(
  samples: readonly (readonly number[])[],
  estimate: (samples: readonly (readonly number[])[]) => Estimate,
): number {
  const { mean, error } = estimate(samples);
  if (error === 0) return 0; // Exact counts: every trial says the same.
  const random = chanceFrom(xoshiro128(state));
  const drawn = samples.map((values) => new Array<number>(values.length));
  const strays = Float64Array.from({ length: resamples }, () => {
    for (const [at, values] of samples.entries()) {
      const resample = drawn[at] as number[];
      for (let i = 0; i < resample.length; i += 1) resample[i] = values[random.int(values.length)] as number;
    }
    const found = estimate(drawn);
    return Math.abs(found.mean - mean) / Math.max(found.error, leastError * error);
  });
  return strays.sort()[Math.ceil(cut * resamples) - 1] as number;
}

function meanWithError(values: readonly number[]): Estimate {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, error: Math.sqrt(squares / (n - 1) / n) };
}
