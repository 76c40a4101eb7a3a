import type { PoolData } from '../../../labs/pool-bench/data.ts';
import lab from '../../../labs/pool-bench/index.ts';
import { type Mutable, recordedLab } from '../recorded.ts';

/**
 * A record of format 1, which is still read, made by `redis-lab pool-bench --target all --seed 3 --predict 3 --json`; the
 * samples of its histograms were moved into fewer buckets, so that the file stays small.
 */
export const recorded = recordedLab<PoolData>(lab, new URL('record.v1.json', import.meta.url));
export const { entry, record, report, freshData, judged } = recorded;
export { lab, type Mutable };
