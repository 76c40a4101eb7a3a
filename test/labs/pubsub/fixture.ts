import { readFileSync } from 'node:fs';
import { catalogue } from '../../../labs/index.ts';
import lab from '../../../labs/pubsub/index.ts';
import type { PubsubData } from '../../../labs/pubsub/run.ts';
import { reportOf } from '../../../src/commands/labs.ts';
import type { RunRecord } from '../../../src/core/record.ts';
import type { Report } from '../../../src/report/report.ts';

/**
 * A completed run as it was kept, made by
 * `redis-lab pubsub --subscribers 1,10,50 --messages 40 --rounds 1 --sequence 60 --seed 3 --predict 1 --json | jq .record`
 */
export const record: RunRecord<PubsubData> = JSON.parse(
  readFileSync(new URL('record.json', import.meta.url), 'utf8'),
);

const entry = catalogue.find(({ id }) => id === 'pubsub') as (typeof catalogue)[number];

/** Which lab comes next is the catalogue's affair: a new one must not change what is tested here. */
export const report: Report = {
  ...reportOf(entry, lab, record, '/home/learner/runs/pubsub/record.json'),
  nextLab: { id: 'next', title: { ko: '다음 주제', en: 'What comes next' } },
};

/** The data of that run, to be broken by a test. */
export function freshData(): Mutable<PubsubData> {
  return structuredClone(record.data) as Mutable<PubsubData>;
}

type Mutable<T> = { -readonly [Key in keyof T]: Mutable<T[Key]> };

export { lab };
