import type { PoolData } from '../../../labs/pool-bench/data.ts';
import lab from '../../../labs/pool-bench/index.ts';
import { type Mutable, recordedLab } from '../recorded.ts';

/**
 * Made by `redis-lab pool-bench --target all --seed 3 --predict 2,2,2,2,2,1,2 --json`; the samples of its histograms were
 * moved into fewer buckets, so that the file stays small. Older ones are kept beside it: of format 1, and of revision 2.
 */
export const recorded = recordedLab<PoolData>(lab, new URL('record.r3.json', import.meta.url));
export const { entry, record, report, freshData, judged } = recorded;
export { lab, type Mutable };
