import type { Sureness } from '../core/act.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import { isWhole } from '../core/run.ts';
import { answersOf } from '../course/answers.ts';
import { findingsOf } from '../course/findings.ts';
import type { Noted } from '../course/progress.ts';
import { addNotes } from '../course/progress-store.ts';
import type { Io } from '../terminal/io.ts';
import { clock } from './experiment.ts';
import { notKept } from './not-kept.ts';

/** Notes what a completed run said, and how the predictions came out. A log that takes nothing costs only itself. */
export async function noteRun(
  io: Io,
  lab: AnyLab,
  record: RunRecord,
  sure: ReadonlyMap<string, Sureness | null>,
): Promise<void> {
  const { checks } = findingsOf(lab, record);
  await note(io, [
    {
      kind: 'ran',
      lab: lab.id,
      verdicts: Object.fromEntries(checks.map(({ claim, verdict }) => [claim, verdict])),
      tookMs: record.timings.totalMs,
      whole: isWhole(record),
    },
    ...answersOf(lab, record).map(
      (answer): Noted => ({ kind: 'predicted', ...answer, sure: sure.get(answer.act) ?? null }),
    ),
  ]);
}

/** Adds to the learner's log; where it takes nothing a line says so. */
export async function note(io: Io, what: readonly Noted[]): Promise<void> {
  await addNotes(clock.date(), what).catch((error) => notKept(io, error));
}
