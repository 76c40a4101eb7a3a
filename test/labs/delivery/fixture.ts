import type { DeliveryData } from '../../../labs/delivery/data.ts';
import lab from '../../../labs/delivery/index.ts';
import { recordedLab } from '../recorded.ts';

export const { record, report, freshData, judged } = recordedLab<DeliveryData>(
  lab,
  new URL('record.v2.json', import.meta.url),
);
export { lab };
