import type { StickyData } from '../../../labs/sticky/data.ts';
import lab from '../../../labs/sticky/index.ts';
import { type Mutable, recordedLab } from '../recorded.ts';

/**
 * A completed run in format 1, which is still read, made by `redis-lab sticky --seed 3 --predict 2 --json | jq .record`,
 * without those rows of the model that only --matrix shows. The rows of the comparison were added later: with the
 * seed they come out the same every time.
 */
export const recorded = recordedLab<Omit<StickyData, 'proof'>>(
  lab,
  new URL('record.v1.json', import.meta.url),
);
export const { record, report, entry, freshData, judged } = recorded;
export type Data = Mutable<Omit<StickyData, 'proof'>>;
export { lab };
