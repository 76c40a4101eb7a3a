// Trials of an arm made into the figures of the record.
import { type ArmTrials, type ClosedLoad, Histogram, valuesOf } from '../../../src/kit/run.ts';
import type { DeliveryCost, FanOutArm, Listener, Publisher, Replies } from '../data.ts';
import type { Spent } from './server-cpu.ts';

/** One variant of fan-out: how many listen, by what, and how it is published. */
export interface Arm {
  readonly subscribers: number;
  readonly publisher: Publisher;
  readonly listener: Listener;
}

/** What one trial counted. */
export interface Trial {
  readonly deliveries: number;
  readonly missed: number;
  readonly reordered: number;
  readonly elapsedMs: number;
  readonly latency: Histogram;
  readonly latencyOfLast: Histogram;
  readonly clientBusyShare: number;
  /** The publisher's side: a caller goes on when its PUBLISH is answered. */
  readonly load: ClosedLoad;
  /** Replies that were there before the first, and before the last subscriber had the message. */
  readonly before: { readonly first: number; readonly last: number };
  /** Null where others use the server, too. */
  readonly cpu: Spent | null;
}

/** Counts are added up and histograms merged; averaging percentiles would give numbers that nobody measured. */
export function summary(arm: Arm, results: ArmTrials<Trial>): FanOutArm {
  const trials = valuesOf(results);
  const sum = (figure: (trial: Trial) => number) => trials.reduce((total, trial) => total + figure(trial), 0);
  const deliveries = sum((trial) => trial.deliveries);
  const busy = trials.map((trial) => trial.clientBusyShare).sort((a, b) => a - b);
  const reasons = results.trials.flatMap((trial) => ('failed' in trial ? [trial.failed] : []));
  return {
    ...arm,
    deliveries,
    missed: sum((trial) => trial.missed),
    reordered: sum((trial) => trial.reordered),
    elapsedMs: sum((trial) => trial.elapsedMs),
    latency: merged(trials.map((trial) => trial.latency)).toJSON(),
    latencyOfLast: merged(trials.map((trial) => trial.latencyOfLast)).toJSON(),
    lastUs: results.trials.map((trial) =>
      'value' in trial ? trial.value.latencyOfLast.percentile(50) / 1e3 : null,
    ),
    replies: repliesOf(trials),
    cost: costOf(trials, deliveries),
    clientBusyShare: busy[Math.floor(busy.length / 2)] ?? 0,
    trials: trials.length,
    ...(reasons[0] === undefined
      ? {}
      : { failed: { trials: reasons.length, of: results.trials.length, reason: reasons[0] } }),
  };
}

function merged(histograms: readonly Histogram[]): Histogram {
  const all = new Histogram();
  for (const histogram of histograms) all.merge(histogram);
  return all;
}

function repliesOf(trials: readonly Trial[]): Replies {
  const latency = merged(trials.map(({ load }) => Histogram.fromJSON(load.latency))).toJSON();
  const elapsedMs = trials.reduce((sum, { load }) => sum + load.elapsedMs, 0);
  const callers = trials[0]?.load.callers ?? 1;
  return {
    messages: latency.count,
    latency,
    beforeFirst: trials.reduce((sum, { before }) => sum + before.first, 0),
    beforeLast: trials.reduce((sum, { before }) => sum + before.last, 0),
    // Callers under way on average, against those that there are.
    littleDeviation: elapsedMs > 0 ? latency.sum / 1e6 / elapsedMs / callers - 1 : 0,
  };
}

function costOf(trials: readonly Trial[], deliveries: number): DeliveryCost | null {
  const spent = trials.map(({ cpu }) => cpu);
  if (deliveries === 0 || spent.includes(null)) return null;
  const each = (figure: keyof Spent) =>
    spent.reduce((sum, cpu) => sum + (cpu?.[figure] ?? 0), 0) / deliveries;
  return { serverUs: each('serverUs'), publishUs: each('publishUs'), clientUs: each('clientUs') };
}
