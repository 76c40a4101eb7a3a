import { loadRecord } from '../run-store.ts';
import type { Format } from './flags.ts';
import { type Io, pageOf } from './io.ts';
import { loadLab, reportOf } from './labs.ts';
import { renderAs } from './output.ts';

export interface ShowFlags {
  readonly format: Format;
  readonly ascii?: boolean;
  readonly color: boolean;
}

/** `redis-lab show`: a saved run again, judged anew, in any format and language. */
export async function show(io: Io, which: string, flags: ShowFlags): Promise<void> {
  const { file, record } = await loadRecord(which);
  const { entry, lab } = await loadLab(record.lab);
  const page = pageOf(process.stdout, io.lang, flags);
  const report = reportOf(entry, lab, record, file);
  if (flags.format === 'terminal') {
    const { renderIntro } = await import('../render/terminal.ts');
    await io.out(renderIntro(report.lab, page));
  }
  await io.out(await renderAs(flags.format, report, page));
}
