import { anonymous } from '../course/anonymous.ts';
import { reportOf } from '../course/catalogue.ts';
import { loadRun } from '../course/kept-run.ts';
import { ownNames } from '../environment.ts';
import { calledAs } from '../render/commands.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import type { Format } from './flags.ts';
import { renderAs } from './output.ts';

export interface ShowFlags {
  readonly format: Format;
  readonly detail?: boolean;
  readonly anonymize?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
}

/** `redis-lab show`: a saved run again, judged anew, in any format and language. */
export async function show(io: Io, which: string, flags: ShowFlags): Promise<void> {
  const program = calledAs(process.env);
  const { entry, lab, report: kept } = await loadRun(which, program);
  const report = flags.anonymize
    ? reportOf(entry, lab, anonymous(kept.record, ownNames()), null, program)
    : kept;
  const page = pageOf(process.stdout, io.lang, flags);
  if (flags.format === 'terminal') {
    const { renderIntro } = await import('../render/terminal/intro.ts');
    await io.out(renderIntro(report.lab, page));
  }
  await io.out(await renderAs(flags.format, report, page, flags.detail === true));
}
