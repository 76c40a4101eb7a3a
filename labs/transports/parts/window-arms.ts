// Transports beside each other, round by round, on one server, one nginx and one network.
import { Histogram, runTrials, valuesOf } from '../../../src/kit/run.ts';
import type { Windows } from '../data.ts';
import type { TransportsContext } from '../settings.ts';
import type { Route } from './route.ts';
import { measureWindow, type WindowPlan } from './window.ts';

export interface MeasuredArm<Id> extends Windows {
  readonly arm: Id;
  readonly latency: Histogram;
}

/** Each transport once, briefly and at a high rate: code is compiled and connections of nginx stand before the first trial. */
const warmup = { clients: 5, rate: 500, windowMs: 30 };

export async function measureArms<Id extends string>(
  context: TransportsContext,
  route: Route,
  plans: Readonly<Record<Id, WindowPlan>>,
): Promise<MeasuredArm<Id>[]> {
  const ids = Object.keys(plans) as Id[];
  const arms = ids.map((id) => ({
    name: id,
    async trial(round: number) {
      const window = await measureWindow(context, route, round, plans[id]);
      const { bytesUp, bytesDown, due } = window.trial;
      if (round >= 0)
        context.note({ kind: 'sample', series: 'bytes/update', value: (bytesUp + bytesDown) / due }, id);
      return window;
    },
  }));
  for (const open of new Set(ids.map((id) => plans[id].open)))
    await measureWindow(context, route, -1, { ...warmup, open, intervalMs: 5 });
  const { params, signal, emit } = context;
  const measured = await runTrials(arms, { rounds: params.rounds, warmupRounds: 0, signal, emit });
  return measured.map((one, index) => {
    const windows = valuesOf(one);
    const failures = one.trials.flatMap((trial) => ('failed' in trial ? [trial.failed] : []));
    return {
      arm: ids[index] as Id,
      latency: Histogram.merged(windows.map(({ latency }) => latency.toJSON())),
      trials: windows.map(({ trial }) => trial),
      failed: failures.length,
      firstFailure: failures[0] ?? null,
    };
  });
}
