import type { MemoryData } from '../../../labs/memory-vs-disk/data.ts';
import lab from '../../../labs/memory-vs-disk/index.ts';
import { recordedLab } from '../recorded.ts';

/** A run of the lab on two cores, as it was kept. */
export const { record, report, judged, freshData } = recordedLab<MemoryData>(
  lab,
  new URL('record.v2.json', import.meta.url),
);
export { lab };
