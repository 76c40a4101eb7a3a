import type { NearbyData } from '../../../labs/nearby/data.ts';
import lab from '../../../labs/nearby/index.ts';
import { recordedLab } from '../recorded.ts';

export const recorded = recordedLab<NearbyData>(lab, new URL('record.v2.json', import.meta.url));
export const { record, report, freshData, judged } = recorded;
export { lab };
