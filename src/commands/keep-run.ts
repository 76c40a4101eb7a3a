import type { Sureness } from '../core/act.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunResult } from '../core/run.ts';
import { type CatalogueEntry, reportOf } from '../course/catalogue.ts';
import { saveRun } from '../course/run-store.ts';
import { calledAs } from '../render/commands.ts';
import type { Report } from '../report/report.ts';
import type { Io } from '../terminal/io.ts';
import { notKept } from './not-kept.ts';
import { noteRun } from './note-run.ts';

/** What every run ends with, wherever it is shown: it is kept, noted in the learner's log, and judged. */
export async function keepRun(
  io: Io,
  entry: CatalogueEntry,
  lab: AnyLab,
  { record, trace }: Pick<RunResult, 'record' | 'trace'>,
  sure: ReadonlyMap<string, Sureness | null>,
): Promise<Report> {
  const file = await saveRun(record, trace).catch((failure) => notKept(io, failure));
  if (record.outcome === 'completed') await noteRun(io, lab, record, sure);
  return reportOf(entry, lab, record, file ?? null, calledAs(process.env));
}
