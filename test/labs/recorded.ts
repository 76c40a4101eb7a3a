import { readFileSync } from 'node:fs';
import { type CatalogueEntry, catalogue } from '../../labs/index.ts';
import type { AnyLab } from '../../src/core/lab.ts';
import type { RunRecord } from '../../src/core/record.ts';
import { reportOf } from '../../src/course/catalogue.ts';
import { findingsOf } from '../../src/course/findings.ts';
import { currentRecord } from '../../src/course/older-records.ts';
import type { Findings } from '../../src/report/findings.ts';
import type { Report } from '../../src/report/report.ts';

export type Mutable<T> = { -readonly [Key in keyof T]: Mutable<T[Key]> };

/** A completed run as it was kept, to be judged, shown, and broken by a test. */
export interface RecordedLab<Data> {
  readonly entry: CatalogueEntry;
  readonly record: RunRecord<Data>;
  /** As if another lab came next: a new one must not change what is tested here. */
  readonly report: Report;
  freshData(): Mutable<Data>;
  /** Judges the run after a change to its data; a test that leaves an act out puts `{ skipped }` in its place. */
  judged(breakIt?: (data: Mutable<Data>) => void, params?: Readonly<Record<string, unknown>>): Findings;
}

/** A run of the lab as it was kept once, in the oldest format that is still read. */
export function keptRecord(lab: string): RunRecord {
  return JSON.parse(readFileSync(new URL(`${lab}/record.v1.json`, import.meta.url), 'utf8'));
}

/** @param file the record, of any format that we still read */
export function recordedLab<Data>(lab: AnyLab, file: URL): RecordedLab<Data> {
  const kept: RunRecord = JSON.parse(readFileSync(file, 'utf8'));
  const record = currentRecord(lab, kept) as RunRecord<Data>;
  const entry = catalogue.find(({ id }) => id === lab.id) as CatalogueEntry;
  const freshData = () => structuredClone(record.data) as Mutable<Data>;
  return {
    entry,
    record,
    report: {
      ...reportOf(entry, lab, kept, `/home/learner/runs/${lab.id}/record.json`),
      nextLab: { id: 'next', title: { ko: '다음 주제', en: 'What comes next' } },
    },
    freshData,
    judged(breakIt = () => {}, params = {}) {
      const data = freshData();
      breakIt(data);
      return findingsOf(lab, { ...record, params: { ...record.params, ...params }, data });
    },
  };
}

/** What the findings say of one act. */
export function actOf(findings: Findings, id: string): Findings['acts'][number] {
  const act = findings.acts.find((one) => one.id === id);
  if (!act) throw new Error(`there is no act ${id}`);
  return act;
}

/** A column of a table, by the row's id, as `--json` prints it. */
export function columnOf(
  findings: Findings,
  act: string,
  table: string,
  column: string,
): Record<string, unknown> {
  const block = actOf(findings, act).blocks.find((one) => one.kind === 'table' && one.id === table);
  if (block?.kind !== 'table') throw new Error(`${act} has no table ${table}`);
  const place = block.columns.findIndex(({ id }) => id === column);
  if (place < 0) throw new Error(`${table} has no column ${column}`);
  return Object.fromEntries(block.rows.map(({ id, cells }) => [id, cells[place]]));
}

/** The choice of an act's question that the measurement bore out, by its id; null where it decided nothing. */
export function answerOf(lab: AnyLab, id: string, data: unknown, params: unknown = {}): string | null {
  const act = lab.acts.find((one) => one.id === id);
  return act?.predict?.answer(data, params as never) ?? null;
}

/** The ids of a question's choices, sorted. */
export function choicesOf(lab: AnyLab, id: string): string[] {
  const act = lab.acts.find((one) => one.id === id);
  return (act?.predict?.choices ?? []).map((choice) => choice.id).sort();
}

/** Everything a check says, as one text. */
export function evidenceOf(findings: Findings, claim: string, lang: 'ko' | 'en'): string {
  const evidence = findings.checks.find((check) => check.claim === claim)?.evidence;
  return [evidence?.headline, ...(evidence?.points ?? [])].map((text) => text?.[lang] ?? '').join(' ');
}
