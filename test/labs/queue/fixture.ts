import type { QueueData } from '../../../labs/queue/data.ts';
import lab from '../../../labs/queue/index.ts';
import { recordedLab } from '../recorded.ts';

export const { record, report, freshData, judged } = recordedLab<QueueData>(
  lab,
  new URL('record.v2.json', import.meta.url),
);
export { lab };
