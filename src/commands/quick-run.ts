import type { AnyLab } from '../core/lab.ts';
import { resolveParams } from '../core/params.ts';
import type { RunResult } from '../core/run.ts';
import { monotonicClock } from '../measure/clock.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { openLiveView } from '../terminal/live-view.ts';
import { experiment, type Wish } from './experiment.ts';

/** What somebody who runs a lab in passing decides of it. */
interface Passing extends Pick<Wish, 'seed' | 'acts' | 'predict' | 'hold'> {
  /** In place of what `--quick` says. */
  readonly given: Readonly<Record<string, string>>;
  readonly quiet: boolean;
}

/** Runs a lab with `--quick` on private servers: one moving line, and nothing of it stays. */
export async function quickRun(
  io: Io,
  lab: AnyLab,
  { given, quiet, hold, ...wish }: Passing,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<RunResult> {
  const live = openLiveView(process.stderr, () => pageOf(process.stderr, io.lang, flags), {
    quiet,
    nowMs: monotonicClock.nowMs,
  });
  const result = await experiment(lab, {
    ...wish,
    preset: 'quick',
    params: resolveParams(lab.params, 'quick', given),
    signal: io.signal,
    onEvent(event) {
      if (event.kind === 'act' || event.kind === 'progress') live.onEvent(event);
    },
    servers: { external: {}, trace: false },
    ...(hold && {
      hold: async (result, held) => {
        live.close();
        await hold(result, held);
      },
    }),
  });
  live.close();
  return result;
}
