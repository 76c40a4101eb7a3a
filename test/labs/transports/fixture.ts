import type { TransportsData } from '../../../labs/transports/data.ts';
import lab from '../../../labs/transports/index.ts';
import { recordedLab } from '../recorded.ts';

/** A run of the lab on two cores, as it was kept. */
export const { record, report, judged } = recordedLab<TransportsData>(
  lab,
  new URL('record.v2.json', import.meta.url),
);
export { lab };
