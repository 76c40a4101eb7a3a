import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { LabError } from '../core/errors.ts';
import type { Trace } from '../core/trace.ts';
import { anonymousReport, anonymousTrace } from '../course/anonymous.ts';
import { loadTrace } from '../course/load-trace.ts';
import { ownNames } from '../environment.ts';
import { packageRoot } from '../package-info.ts';
import type { Report } from '../report/report.ts';
import type { Io } from '../terminal/io.ts';
import { keptRun } from './kept.ts';

export interface ReportFlags {
  readonly format: 'md' | 'html';
  readonly til?: boolean;
  readonly anonymize?: boolean;
}

interface Run {
  readonly report: Report;
  readonly trace: Trace | null;
}

/** `redis-lab report [last|lab|files…]`: a study note of one run or several; as a page, with their replays. */
export async function report(io: Io, which: readonly string[], flags: ReportFlags): Promise<void> {
  const short = flags.til === true;
  const runs: Run[] = [];
  for (const one of which.length > 0 ? which : ['last']) {
    const { file, report } = await keptRun(io, one);
    const trace = flags.format === 'html' && !short ? await traceBeside(file) : null;
    runs.push(flags.anonymize ? anonymousRun({ report, trace }) : { report, trace });
  }
  if (flags.format === 'html') return await io.out(await asPage(runs, io, short));
  const reports = runs.map(({ report }) => report);
  await io.out((await import('../render/markdown/note.ts')).renderNote(reports, io.lang, short));
}

async function asPage(runs: readonly Run[], { lang }: Io, short: boolean): Promise<string> {
  const [{ notePage }, { pageData }] = await Promise.all([
    import('../web/note-page.ts'),
    import('../web/page-data.ts'),
  ]);
  const template = await readFile(join(packageRoot, 'dist', 'page.html'), 'utf8');
  return await notePage(template, {
    lang,
    short,
    runs: runs.map(({ report, trace }) => pageData(report, trace)),
  });
}

function anonymousRun({ report, trace }: Run): Run {
  const names = ownNames();
  return { report: anonymousReport(report, names), trace: trace && anonymousTrace(trace, names) };
}

/** The trace of a record; null where none lies beside it that can be read: the note is as good without. */
async function traceBeside(file: string): Promise<Trace | null> {
  try {
    return (await loadTrace(file)).trace;
  } catch (error) {
    if (error instanceof LabError) return null;
    throw error;
  }
}
