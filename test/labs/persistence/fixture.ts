import type { PersistenceData } from '../../../labs/persistence/data.ts';
import lab from '../../../labs/persistence/index.ts';
import { recordedLab } from '../recorded.ts';

/** A run of the lab on two cores, as it was kept. */
export const { record, report, judged, freshData } = recordedLab<PersistenceData>(
  lab,
  new URL('record.v2.json', import.meta.url),
);
export { lab };
