import type { AnyLab } from '../core/lab.ts';
import { resolveParams } from '../core/params.ts';
import type { RunResult } from '../core/run.ts';
import { monotonicClock } from '../measure/clock.ts';
import { keysLine } from '../render/terminal/keys-line.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { watchForQuit } from '../terminal/keys.ts';
import { openLiveView } from '../terminal/live-view.ts';
import { experiment, type Wish } from './experiment.ts';

/** What somebody who runs a lab in passing decides of it. */
export interface Passing extends Pick<Wish, 'seed' | 'acts' | 'predict' | 'hold'> {
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

/** The same on a page of its own, which `q` leaves; then null. */
export async function runOnPage(
  io: Io,
  lab: AnyLab,
  wish: Omit<Passing, 'quiet'>,
  flags: Parameters<typeof quickRun>[3],
): Promise<RunResult | null> {
  const page = pageOf(process.stderr, io.lang, flags);
  const { signal, stop } = watchForQuit(io);
  io.err(`\u001b[H\u001b[2J${keysLine([['q', { ko: '나가기', en: 'quit' }]], page)}\n\n`);
  const { hold } = wish;
  const held: Passing['hold'] =
    hold &&
    (async (...what) => {
      await stop();
      await hold(...what);
    });
  try {
    const passing = { ...wish, ...(held && { hold: held }), quiet: false };
    const result = await quickRun({ ...io, signal }, lab, passing, flags);
    return signal.aborted && !io.signal.aborted ? null : result;
  } finally {
    await stop();
  }
}
