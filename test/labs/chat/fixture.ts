import type { ChatData } from '../../../labs/chat/data.ts';
import lab from '../../../labs/chat/index.ts';
import { recordedLab } from '../recorded.ts';

export const { record, report, freshData, judged } = recordedLab<ChatData>(
  lab,
  new URL('record.v2.json', import.meta.url),
);
export { lab };
