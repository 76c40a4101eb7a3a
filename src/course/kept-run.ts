// A record that somebody brings: checked before it is judged, for judges trust their types.
import { exitCodes, LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { fitsParam, type Params } from '../core/params.ts';
import type { RunRecord } from '../core/record.ts';
import type { Text } from '../core/text.ts';
import type { Report } from '../report/report.ts';
import { catalogue, loadLab, reportOf } from './catalogue.ts';
import type { CatalogueEntry } from './labs.ts';
import { loadRecord } from './load-record.ts';
import { currentRecord } from './older-records.ts';
import { cannotRead } from './read-text.ts';
import { actFits, misfitOf } from './record-schema.ts';

export interface KeptRun {
  readonly file: string;
  readonly entry: CatalogueEntry;
  readonly lab: AnyLab;
  readonly report: Report;
  /** Newer records that could not be read, where the newest was asked for. */
  readonly passedOver: readonly string[];
}

/**
 * Loads a record and judges it anew. An act whose data is not as this revision of the lab has it counts as skipped,
 * with that reason: the others are judged.
 * @param which `last`, the name of a lab, the id of a run, or a file
 * @param program as it was called, for the commands in the report
 * @throws LabError (usage) when there is none, or nothing in it that can be judged
 */
export async function loadRun(which: string, program: string): Promise<KeptRun> {
  const { file, record: kept, passedOver } = await loadRecord(which);
  if (!catalogue.some(({ id }) => id === kept.lab)) throw labElsewhere(kept.lab, which);
  const { entry, lab } = await loadLab(kept.lab);
  const notOfThisLab = (why: string) => cannotRead(file, misfit(kept, lab, why));
  try {
    const record = judgeable(lab, currentRecord(lab, kept), notOfThisLab);
    const report = reportOf(entry, lab, record, file, program);
    if (saysNothing(report)) throw notOfThisLab('');
    const judged = kept.labRevision === lab.revision ? report : saidSo(report, lab);
    return { file, entry, lab, report: judged, passedOver };
  } catch (error) {
    throw error instanceof LabError ? error : notOfThisLab('');
  }
}

/** The lab of a study group, most likely; a record does not say in which folder that lies. */
function labElsewhere(lab: string, which: string): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: `이 기록의 실험이 여기에 없어요: ${lab}`,
      en: `The lab of this record is not here: ${lab}`,
    },
    why: {
      ko: 'redis-lab에 들어 있는 실험이 아니에요. 밖에 있는 실험은 그 폴더를 --labs로 알려 줘야 해요.',
      en: 'redis-lab does not bring it along; a lab from outside is found in the folder that --labs names.',
    },
    next: {
      ko: `같은 명령에 --labs와 폴더를 붙여 보세요: redis-lab show ${which} --labs labs`,
      en: `Add --labs and its folder to the command: redis-lab show ${which} --labs labs`,
    },
  });
}

function judgeable(lab: AnyLab, record: RunRecord, notOfThisLab: (why: string) => LabError): RunRecord {
  const wrong = misfitOf(record) ?? wrongParam(lab, record) ?? tooManyParts(record);
  if (wrong !== null) throw notOfThisLab(wrong);
  if (record.outcome !== 'completed') return record;
  const data = record.data as Readonly<Record<string, unknown>> | null;
  const acts = lab.acts.map(({ id }) => [id, data?.[id]] as const);
  const misfits = acts.filter(([id, found]) => found !== undefined && !actFits(lab.id, id, found));
  const nothingElse = acts.every(([id, found]) => found === undefined || misfits.some(([bad]) => bad === id));
  if (nothingElse) throw notOfThisLab('');
  const skipped = { skipped: otherShape(record, lab) };
  return { ...record, data: { ...data, ...Object.fromEntries(misfits.map(([id]) => [id, skipped])) } };
}

function wrongParam(lab: AnyLab, { params }: RunRecord): string | null {
  const declared = Object.entries(lab.params as Params);
  const wrong = declared.find(([name, param]) => name in params && !fitsParam(param, params[name]));
  return wrong ? `/params/${wrong[0]}` : null;
}

/** Ten times what there is in a run's data. */
const mostParts = 5_000;

/**
 * Each row of a table, each histogram is a part: a judge takes a millisecond for some, and a file of 16 MB has room for
 * a hundred thousand. Lists of figures and the rounds of a trial have no parts, and may be long.
 */
function tooManyParts({ data }: RunRecord): string | null {
  const rest: unknown[] = [data];
  for (let parts = 0; rest.length > 0; parts += 1) {
    if (parts > mostParts) return '/data';
    for (const value of partsIn(rest.pop())) if (partsIn(value).length > 0) rest.push(value);
  }
  return null;
}

function partsIn(value: unknown): unknown[] {
  return value instanceof Object ? Object.values(value).filter((part) => part instanceof Object) : [];
}

/** A reader is told that it was judged by other rules than those of its day. */
function saidSo(report: Report, { revision }: AnyLab): Report {
  const { findings, record } = report;
  if (findings === null) return report;
  const otherRevision: Text = {
    ko: `실험 버전 ${record.labRevision}의 기록을 버전 ${revision}의 기준으로 판정했어요. 그때 재지 않은 것은 빠져 있어요.`,
    en: `A record of revision ${record.labRevision} of the lab, judged by the rules of revision ${revision}. What was not measured then is left out.`,
  };
  return { ...report, findings: { ...findings, warnings: [...findings.warnings, otherRevision] } };
}

/** Ten times what there is to say of a run. */
const mostLetters = 500_000;

/**
 * Data that no judge was made for: a sentence would say `NaN`, unless a server said so itself, and a table of a
 * hundred thousand rows would take minutes to draw.
 */
function saysNothing({ findings, record }: Report): boolean {
  const said = JSON.stringify(findings);
  const [word] = /\b(?:undefined|NaN)\b|\[object /.exec(said) ?? [];
  return said.length > mostLetters || (word !== undefined && !JSON.stringify(record).includes(word));
}

function otherShape({ labRevision }: RunRecord, { revision }: AnyLab): Text {
  return {
    ko: `이 막의 데이터는 지금 버전으로 읽을 수 없어요(기록은 실험 버전 ${labRevision}, 여기는 ${revision}).`,
    en: `Its data cannot be read by this version (record: revision ${labRevision} of the lab, here: ${revision}).`,
  };
}

/** A record of another revision, or one that somebody changed by hand. */
function misfit({ labRevision, toolVersion }: RunRecord, { revision }: AnyLab, where: string): Text {
  const at = where === '' ? '' : ` ${where}`;
  const isOther =
    Number.isInteger(labRevision) && typeof toolVersion === 'string' && labRevision !== revision;
  if (!isOther) {
    return {
      ko: `이 실험이 남기는 내용이 아니에요. 누가 고쳤거나 망가진 기록이에요.${at}`,
      en: `It is not what this lab writes: somebody changed it, or it is damaged.${at}`,
    };
  }
  return {
    ko: `담긴 내용이 지금 실험의 버전과 맞지 않아요(기록은 버전 ${labRevision}, 여기는 버전 ${revision}). redis-lab ${toolVersion}에서 만든 기록이에요.${at}`,
    en: `What it holds does not fit this revision of the lab (record: ${labRevision}, here: ${revision}). It was made by redis-lab ${toolVersion}.${at}`,
  };
}
