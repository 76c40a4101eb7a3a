import { anonymousReport } from '../course/anonymous.ts';
import { loadRun } from '../course/kept-run.ts';
import { ownNames } from '../environment.ts';
import { calledAs } from '../render/commands.ts';
import type { Report } from '../report/report.ts';
import type { Io } from '../terminal/io.ts';

export interface ReportFlags {
  readonly format: 'md' | 'html';
  readonly til?: boolean;
  readonly anonymize?: boolean;
}

/** `redis-lab report [last|lab|files…]`: a study note of one run or several. */
export async function report(io: Io, which: readonly string[], flags: ReportFlags): Promise<void> {
  const reports: Report[] = [];
  for (const one of which.length > 0 ? which : ['last']) {
    const { report } = await loadRun(one, calledAs(process.env));
    reports.push(flags.anonymize ? anonymousReport(report, ownNames()) : report);
  }
  const short = flags.til === true;
  const text =
    flags.format === 'html'
      ? (await import('../render/html/note.ts')).renderHtmlNote(reports, io.lang, short)
      : (await import('../render/markdown/note.ts')).renderNote(reports, io.lang, short);
  await io.out(text);
}
