import { readFileSync } from 'node:fs';
import { catalogue } from '../../../labs/index.ts';
import lab from '../../../labs/sticky/index.ts';
import type { ActsData } from '../../../labs/sticky/run.ts';
import { reportOf } from '../../../src/commands/labs.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { Report } from '../../../src/report/report.ts';

/**
 * A completed run as it was kept, made by `redis-lab sticky --seed 3 --predict 2 --json | jq .record`, without
 * those rows of the model that only --matrix shows.
 */
export const record: RunRecord<ActsData> = JSON.parse(
  readFileSync(new URL('record.json', import.meta.url), 'utf8'),
);

const entry = catalogue.find(({ id }) => id === 'sticky') as (typeof catalogue)[number];

/** As if it were the last lab, so that the next one to be written does not change the goldens. */
export const report: Report = {
  ...reportOf(entry, lab, record, '/home/learner/runs/sticky/record.json'),
  nextLab: null,
};

/** The data of that run, to be broken by a test. */
export function freshData(): Mutable<ActsData> {
  return structuredClone(record.data) as Mutable<ActsData>;
}

type Mutable<T> = { -readonly [Key in keyof T]: Mutable<T[Key]> };

export { lab };
