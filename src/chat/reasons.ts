import type { Text } from '../core/text.ts';
import type { NotRecovered } from './wire.ts';

/** Why a reader cannot have exactly what it missed, for people. */
export const reasonWords: Readonly<Record<NotRecovered, Text>> = {
  'new-here': { ko: '처음 들어옴', en: 'new here' },
  'no-history': { ko: '기록을 남기지 않음', en: 'no history is kept' },
  'history-is-another': { ko: '기록이 다른 것으로 바뀜', en: 'the history is another one' },
  'history-was-rewritten': { ko: '기록의 뒷부분이 달라짐', en: 'the end of the history is another one' },
  'history-too-short': { ko: '남은 기록이 짧음', en: 'the history does not go back so far' },
  'missed-too-much': { ko: '놓친 것이 많음', en: 'too much was missed' },
};
