// The names of the arms, as a reader sees them.
import { formatSpan, type IdRuns, type Text } from '../../src/kit/judge.ts';
import type { Absence, Publisher, StreamFault } from './data.ts';

export const publisherWords: Record<Publisher, Text> = {
  awaits: { ko: '응답을 기다림', en: 'waits for each reply' },
  pipelines: { ko: '파이프라인', en: 'pipelines' },
};

export const absenceWords: Record<Absence, Text> = {
  stays: { ko: '자리를 지킴', en: 'stays' },
  disconnects: { ko: '스스로 끊고 재접속', en: 'disconnects, returns' },
  cut: { ko: '연결이 끊김', en: 'cut by the network' },
  silent: { ko: '말없이 끊김', en: 'network goes silent' },
};

export const faultWords: Record<StreamFault, Text> = {
  cut: { ko: '연결이 끊김', en: 'cut by the network' },
  dies: { ko: 'XACK 전에 죽음', en: 'consumer dies before XACK' },
  'killed-without-aof': { ko: '서버 kill -9, AOF 없음', en: 'server kill -9, no AOF' },
  'killed-with-aof': { ko: '서버 kill -9, everysec', en: 'server kill -9, AOF everysec' },
};

export const slowWords: Text = { ko: '읽지 않음', en: 'stops reading' };

/** `41–80, 95`; in Korean `41~80, 95`. */
export function listSpans(runs: IdRuns): Text {
  const spans = runs.map(([first, last]) => formatSpan(first, last));
  return { ko: spans.map(({ ko }) => ko).join(', '), en: spans.map(({ en }) => en).join(', ') };
}
