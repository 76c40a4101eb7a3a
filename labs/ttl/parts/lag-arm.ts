// The trials of one server, put together.
import { Histogram } from '../../../src/kit/run.ts';
import type { LagArm } from '../data.ts';
import type { CrowdPlan, LagTrial } from './crowd.ts';

export function lagArm(
  { others, hz, effort }: CrowdPlan,
  silent: number,
  trials: readonly LagTrial[],
): LagArm {
  const sum = (of: (trial: LagTrial) => number) => trials.reduce((total, trial) => total + of(trial), 0);
  const middle = (of: (trial: LagTrial) => number) =>
    trials.map(of).sort((a, b) => a - b)[trials.length >> 1] ?? 0;
  return {
    others,
    hz,
    effort,
    silent,
    lag: Histogram.merged(trials.map(({ lags }) => lags.lag)).toJSON(),
    notYet: sum(({ lags }) => lags.notYet),
    impossible: sum(({ lags }) => lags.impossible ?? 0),
    observedMs: Math.min(...trials.map(({ lags }) => lags.observedMs)),
    deadKeys: middle((trial) => trial.deadKeys),
    deadBytes: middle((trial) => trial.deadBytes),
    serverCpu: middle((trial) => trial.serverCpu),
    seenByRead: sum((trial) => trial.seenByRead),
    eventsAfterRead: sum((trial) => trial.eventsAfterRead),
    cameByTrial: trials.map(({ lags }) => lags.lag.count),
    clockJumpMs: trials.map((trial) => trial.clockJumpMs).find((jump) => jump !== 0) ?? 0,
  };
}
