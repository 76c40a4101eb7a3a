import { readFileSync } from 'node:fs';
import { catalogue } from '../../../labs/index.ts';
import lab from '../../../labs/ttl/index.ts';
import type { TtlData } from '../../../labs/ttl/run.ts';
import { reportOf } from '../../../src/commands/labs.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { Report } from '../../../src/report/report.ts';

/** A completed run as it was kept, made by `redis-lab ttl --seed 3 --predict 1 --json | jq .record`. */
export const record: RunRecord<TtlData> = JSON.parse(
  readFileSync(new URL('record.json', import.meta.url), 'utf8'),
);

const entry = catalogue.find(({ id }) => id === 'ttl') as (typeof catalogue)[number];

/** As if it were the last lab, so that the next one to be written does not change the goldens. */
export const report: Report = {
  ...reportOf(entry, lab, record, '/home/learner/runs/ttl/record.json'),
  nextLab: null,
};

/** The data of that run, to be broken by a test. */
export function freshData(): Mutable<TtlData> {
  return structuredClone(record.data) as Mutable<TtlData>;
}

type Mutable<T> = { -readonly [Key in keyof T]: Mutable<T[Key]> };

export { lab };
