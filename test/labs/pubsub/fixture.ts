import type { PubsubData } from '../../../labs/pubsub/data.ts';
import lab from '../../../labs/pubsub/index.ts';
import { recordedLab } from '../recorded.ts';

/** A run of today's shape. */
export const recorded = recordedLab<PubsubData>(lab, new URL('record.json', import.meta.url));
export const { record, report, freshData, judged } = recorded;

/** What is kept of earlier shapes: format 1, and format 2 with the acts of revision 2. */
export const older = ['record.v1.json', 'record.v2.json'].map(
  (name) => [name, recordedLab<PubsubData>(lab, new URL(name, import.meta.url))] as const,
);
export { lab };
