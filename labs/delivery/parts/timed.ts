// The trials of an arm as figures.
import { type ArmTrials, type ClosedLoad, Histogram, valuesOf } from '../../../src/kit/run.ts';
import type { Paced, Timed } from '../data.ts';

export interface Trial {
  readonly perSecond: number;
  readonly clientBusyShare: number;
}

export function paced({ trials }: ArmTrials<Trial>): Paced {
  const values = trials.flatMap((trial) => ('value' in trial ? [trial.value] : []));
  const busy = values.map(({ clientBusyShare }) => clientBusyShare).sort((a, b) => a - b);
  const reasons = trials.flatMap((trial) => ('failed' in trial ? [trial.failed] : []));
  return {
    perSecond: trials.map((trial) => ('value' in trial ? trial.value.perSecond : null)),
    clientBusyShare: busy[Math.floor(busy.length / 2)] ?? 0,
    ...(reasons[0] !== undefined && {
      failed: { trials: reasons.length, of: trials.length, reason: reasons[0] },
    }),
  };
}

/** @param messages that one operation sends */
export function timed(results: ArmTrials<ClosedLoad>, messages: number): Timed {
  const latency = new Histogram();
  for (const load of valuesOf(results)) latency.merge(Histogram.fromJSON(load.latency));
  const toMs = (percent: number) => {
    const ns = latency.percentileOrNull(percent);
    return ns === null ? null : ns / 1e6;
  };
  const trials = results.trials.map((trial) => {
    if ('failed' in trial) return trial;
    const { perSecond, client } = trial.value;
    const value = { perSecond: perSecond * messages, clientBusyShare: client.busyShare };
    return { round: trial.round, value };
  });
  return { ...paced({ arm: results.arm, trials }), p50Ms: toMs(50), p99Ms: toMs(99) };
}
