import { readFileSync } from 'node:fs';
import { catalogue } from '../../../labs/index.ts';
import lab from '../../../labs/pool-bench/index.ts';
import type { PoolData } from '../../../labs/pool-bench/run.ts';
import { reportOf } from '../../../src/commands/labs.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { Report } from '../../../src/report/report.ts';

/**
 * A completed run as it was kept, made by `redis-lab pool-bench --target all --seed 3 --predict 3 --json`; the samples of
 * its histograms were moved into fewer buckets, so that the file stays small.
 */
export const record: RunRecord<PoolData> = JSON.parse(
  readFileSync(new URL('record.json', import.meta.url), 'utf8'),
);

export const entry = catalogue.find(({ id }) => id === 'pool-bench') as (typeof catalogue)[number];

/** As if it were the last lab, so that the next one to be written does not change the goldens. */
export const report: Report = {
  ...reportOf(entry, lab, record, '/home/learner/runs/pool-bench/record.json'),
  nextLab: null,
};

/** The data of that run, to be broken by a test. */
export function freshData(): Mutable<PoolData> {
  return structuredClone(record.data) as Mutable<PoolData>;
}

export type Mutable<T> = { -readonly [Key in keyof T]: Mutable<T[Key]> };

export { lab };
