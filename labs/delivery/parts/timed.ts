// The trials of an arm as figures.
import { type ArmTrials, type ClosedLoad, Histogram, valuesOf } from '../../../src/kit/run.ts';
import type { Timed } from '../data.ts';

/** @param messages that one operation sends */
export function timed(results: ArmTrials<ClosedLoad>, messages: number): Timed {
  const loads = valuesOf(results);
  const latency = new Histogram();
  for (const load of loads) latency.merge(Histogram.fromJSON(load.latency));
  const toMs = (percent: number) => {
    const ns = latency.percentileOrNull(percent);
    return ns === null ? null : ns / 1e6;
  };
  const busy = loads.map(({ client }) => client.busyShare).sort((a, b) => a - b);
  const reasons = results.trials.flatMap((trial) => ('failed' in trial ? [trial.failed] : []));
  return {
    perSecond: results.trials.map((trial) => ('value' in trial ? trial.value.perSecond * messages : null)),
    p50Ms: toMs(50),
    p99Ms: toMs(99),
    clientBusyShare: busy[Math.floor(busy.length / 2)] ?? 0,
    ...(reasons[0] !== undefined && {
      failed: { trials: reasons.length, of: results.trials.length, reason: reasons[0] },
    }),
  };
}
