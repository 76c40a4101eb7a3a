import type { PubsubData } from '../../../labs/pubsub/data.ts';
import lab from '../../../labs/pubsub/index.ts';
import { recordedLab } from '../recorded.ts';

/** A record of format 1, which is still read. */
export const recorded = recordedLab<PubsubData>(lab, new URL('record.v1.json', import.meta.url));
export const { record, report, freshData, judged } = recorded;
export { lab };
