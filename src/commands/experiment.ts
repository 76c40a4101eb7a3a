import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import type { AnyLab } from '../core/lab.ts';
import { type RunOptions, type RunResult, runLab } from '../core/run.ts';
import { readEnvironment } from '../environment.ts';
import { monotonicClock } from '../measure/clock.ts';
import { judgeQuiet, probeMachine } from '../measure/quiet.ts';
import { packageVersion } from '../package-info.ts';
import { type HostSettings, openServiceHost } from '../services/host.ts';

export const clock: Clock = { nowMs: monotonicClock.nowMs, date: () => new Date() };

/** What a command decides of a run. */
export type Wish = Pick<
  RunOptions,
  'preset' | 'params' | 'seed' | 'acts' | 'signal' | 'onEvent' | 'onTraced' | 'predict' | 'votes' | 'hold'
> & { readonly servers: HostSettings };

/** Runs a lab here and now: on this machine, by its clock, with real servers. */
export function experiment(lab: AnyLab, { servers, ...wish }: Wish): Promise<RunResult> {
  return runLab(lab, {
    ...wish,
    nonce: randomBytes(4).toString('hex'),
    toolVersion: packageVersion(),
    environment: readEnvironment(),
    clock,
    probe: async () => judgeQuiet(await probeMachine()),
    openHost: (options) => openServiceHost(servers, options),
  });
}
