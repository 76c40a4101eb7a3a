import { join } from 'node:path';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import { same, type Text } from '../core/text.ts';
import { reportOf } from '../course/catalogue.ts';
import { type Fault, faultsAt, showFault } from '../course/check/fault.ts';
import { faultsOfOutside } from '../course/check/house.ts';
import { runFaults } from '../course/check/suite.ts';
import { findingsOf } from '../course/findings.ts';
import type { OutsideLab } from '../course/outside-labs.ts';
import { verdictWords } from '../render/words.ts';
import { formatQuantity } from '../report/format.ts';
import { reportError } from '../terminal/errors.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { formats } from './flags.ts';
import { configuredLabs } from './labs-folder.ts';
import { renderAs } from './output.ts';
import { addLabsOf, loadOutside } from './outside-labs.ts';
import { quickRun } from './quick-run.ts';

/** `redis-lab check [dir]`: what is wrong with labs of one's own, on paper and in a run. Returns an exit code. */
export async function check(io: Io, given: string | undefined, commands: readonly string[]): Promise<number> {
  const folder = given ?? configuredLabs();
  if (folder === null) throw noFolder();
  const { labs, refused } = await addLabsOf(folder, commands);
  for (const { error } of refused) reportError(io, error, []);
  let faulty = refused.length;
  for (const one of labs) {
    const { faults, said } = await checkLab(io, one);
    if (io.signal.aborted) return exitCodes.interrupted;
    await io.out(
      `${faults.length === 0 ? said : faults.map((fault) => showFault(fault, io.lang)).join('\n')}\n`,
    );
    if (faults.length > 0) faulty += 1;
  }
  return faulty > 0 ? exitCodes.runFailed : exitCodes.ran;
}

async function checkLab(io: Io, one: OutsideLab): Promise<{ faults: readonly Fault[]; said: string }> {
  const { entry, lab } = one;
  const onPaper = await faultsOfOutside(one);
  const wish = { seed: 1, acts: null, given: {}, predict: async () => null, quiet: !process.stderr.isTTY };
  const { record, error } = await quickRun(io, lab, wish, { color: true });
  if (record.outcome !== 'completed')
    return {
      faults: [...onPaper, ...faultsAt(lab.id, 'run', [record.error?.what ?? same(messageOf(error))])],
      said: '',
    };
  const { turned } = await loadOutside(join(entry.folder, 'test.ts')).catch((reason) => ({ turned: reason }));
  const inRun =
    turned instanceof Error
      ? faultsAt(lab.id, 'test.ts', [notLoaded(messageOf(turned))])
      : runFaults(lab, record as RunRecord<Readonly<Record<string, unknown>>>, turned);
  const faults = [...onPaper, ...inRun, ...(inRun.length > 0 ? [] : await pagesFaults(io, one, record))];
  return { faults, said: faults.length === 0 ? inOrder(io, lab, record) : '' };
}

const notLoaded = (why: string): Text => ({ ko: `불러오지 못해요: ${why}`, en: `does not load: ${why}` });

/** Every format in both languages: what throws, and what a program says that had no figure. */
async function pagesFaults(io: Io, { entry, lab }: OutsideLab, record: RunRecord): Promise<Fault[]> {
  const report = reportOf(entry, lab, record, null);
  const faults: Fault[] = [];
  for (const lang of ['ko', 'en'] as const) {
    for (const format of formats) {
      const page = { ...pageOf(process.stdout, io.lang, { color: false }), lang };
      const fault = await renderAs(format, report, page, true).then(saidWithoutFigure, (error) =>
        same(messageOf(error)),
      );
      if (fault !== undefined) faults.push(...faultsAt(lab.id, `${format}, ${lang}`, [fault]));
    }
  }
  return faults;
}

function saidWithoutFigure(text: string): Text | undefined {
  const found = /.*(?:\bNaN\b|\bundefined\b|\[object ).*/.exec(text)?.[0].trim();
  return found === undefined ? undefined : { ko: `이렇게 나와요: '${found}'`, en: `says '${found}'` };
}

function inOrder({ lang }: Io, lab: AnyLab, record: RunRecord): string {
  const verdicts = findingsOf(lab, record).checks.map(
    ({ claim, verdict }) => `${claim} ${verdictWords[verdict][lang]}`,
  );
  const took = formatQuantity(record.timings.totalMs / 1e3, 's');
  const said = { ko: '글, 실행, 판정에 잘못이 없어요', en: 'texts, run and verdicts are in order' }[lang];
  return `✓ ${lab.id}: ${said} (${took}; ${verdicts.join(', ')})`;
}

function noFolder(): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: '무엇을 확인할지 알려 주세요.', en: 'Which labs shall be checked?' },
    why: {
      ko: '폴더 이름도 없고, 여기 package.json에 redis-lab.labs도 없어요.',
      en: 'There is no folder on the command line, and no redis-lab.labs in a package.json here.',
    },
    next: same('redis-lab check labs'),
  });
}
