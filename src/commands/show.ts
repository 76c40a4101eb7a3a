import type { LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import { introOf, loadLab, reportOf } from '../course/catalogue.ts';
import { cannotRead, loadRecord } from '../course/run-store.ts';
import { calledAs } from '../render/commands.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import type { Format } from './flags.ts';
import { renderAs } from './output.ts';

export interface ShowFlags {
  readonly format: Format;
  readonly detail?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
}

/** `redis-lab show`: a saved run again, judged anew, in any format and language. */
export async function show(io: Io, which: string, flags: ShowFlags): Promise<void> {
  const { file, record } = await loadRecord(which);
  const { entry, lab } = await loadLab(record.lab);
  const page = pageOf(process.stdout, io.lang, flags);
  const intro = introOf(entry, lab);
  const text = await Promise.resolve()
    .then(() => reportOf(entry, lab, record, file, calledAs(process.env)))
    .then((report) => renderAs(flags.format, report, page, flags.detail === true))
    .catch(() => {
      throw notOfThisLab(file, record, lab);
    });
  if (flags.format === 'terminal') {
    const { renderIntro } = await import('../render/terminal/intro.ts');
    await io.out(renderIntro(intro, page));
  }
  await io.out(text);
}

/** A record of another revision, or one that somebody changed by hand. */
function notOfThisLab(file: string, record: RunRecord, lab: AnyLab): LabError {
  return cannotRead(file, {
    ko: `담긴 내용이 지금 실험의 버전과 맞지 않아요(기록은 버전 ${record.labRevision}, 여기는 버전 ${lab.revision}). redis-lab ${record.toolVersion}에서 만든 기록이에요.`,
    en: `What it holds does not fit this revision of the lab (record: ${record.labRevision}, here: ${lab.revision}). It was made by redis-lab ${record.toolVersion}.`,
  });
}
