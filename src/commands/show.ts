import { exitCodes, LabError } from '../core/errors.ts';
import { shellWord } from '../core/shell-word.ts';
import { same } from '../core/text.ts';
import { anonymousReport } from '../course/anonymous.ts';
import { ownNames } from '../environment.ts';
import type { Report } from '../report/report.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { formatOf, type LabFlags } from './flags.ts';
import { keptRun } from './kept.ts';
import { renderAs } from './output.ts';

export interface ShowFlags extends Pick<LabFlags, 'json' | 'csv' | 'md'> {
  readonly detail?: boolean;
  readonly map?: boolean;
  readonly anonymize?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
}

/** What to do next with the very run that is shown. */
function asNamed(report: Report, shownAs: string): Report {
  const tryNext = report.tryNext.map(({ command, look }) => ({
    command: command.replace(/^redis-lab show last\b/, () => `redis-lab show ${shownAs}`),
    look,
  }));
  return { ...report, shownAs, tryNext };
}

/** `redis-lab show`: a saved run again, judged anew, in any format and language. */
export async function show(io: Io, which: string, flags: ShowFlags): Promise<void> {
  const { file, report: kept } = await keptRun(io, which);
  const report = flags.anonymize ? anonymousReport(kept, ownNames()) : asNamed(kept, shellWord(which));
  const page = pageOf(process.stdout, io.lang, flags);
  if (flags.map) {
    const { noMaps, renderMaps } = await import('../render/terminal/maps.ts');
    const maps = renderMaps(report, page);
    if (maps === null)
      throw new LabError(exitCodes.usage, {
        what: noMaps,
        why: same(file),
        next: same('redis-lab nearby --map'),
      });
    await io.out(maps);
    return;
  }
  const format = formatOf(flags);
  if (format === 'terminal') {
    const { renderIntro } = await import('../render/terminal/intro.ts');
    await io.out(renderIntro(report.lab, page));
  }
  await io.out(await renderAs(format, report, page, flags.detail === true));
}
