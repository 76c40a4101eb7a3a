import type { TtlData } from '../../../labs/ttl/data.ts';
import lab from '../../../labs/ttl/index.ts';
import { recordedLab } from '../recorded.ts';

/** A record of format 1, which is still read. */
export const recorded = recordedLab<TtlData>(lab, new URL('record.v1.json', import.meta.url));
export const { record, report, freshData, judged } = recorded;
export { lab };
