// The names of the arms, as a reader sees them.
import { formatSpan, type IdRuns, same, type Text } from '../../src/kit/judge.ts';
import type { Absence, Listener, Publisher, StreamFault } from './data.ts';

export const publisherWords: Record<Publisher, Text> = {
  awaits: { ko: '응답을 기다림', en: 'waits for each reply' },
  pipelines: { ko: '파이프라인', en: 'pipelines' },
};

export const listenerWords: Record<Listener, Text> = {
  ioredis: same('ioredis'),
  socket: { ko: '소켓만 읽음', en: 'bare sockets' },
};

export const absenceWords: Record<Absence, Text> = {
  stays: { ko: '자리를 지킴', en: 'stays' },
  disconnects: { ko: '스스로 끊고 재접속', en: 'disconnects, returns' },
  cut: { ko: '연결이 끊김', en: 'cut by the network' },
  'silent-heals': { ko: '조용하다가 되살아남', en: 'silent, then heals' },
  silent: { ko: '조용하다가 끊어짐', en: 'silent, then given up' },
};

export const faultWords: Record<StreamFault, Text> = {
  cut: { ko: '연결이 끊김', en: 'cut by the network' },
  dies: { ko: 'XACK 전에 죽음', en: 'consumer dies before XACK' },
  'acked-early': { ko: 'XACK부터 하고 죽음', en: 'XACK first, then dies' },
  'claimed-early': { ko: '너무 일찍 넘겨받음', en: 'claimed too early' },
  trimmed: { ko: 'MAXLEN으로 잘림', en: 'trimmed by MAXLEN' },
  'reply-lost': { ko: 'XADD 응답 유실', en: 'reply of XADD lost' },
  'killed-without-aof': { ko: '서버 kill -9, AOF 없음', en: 'server kill -9, no AOF' },
  'killed-with-aof': { ko: '서버 kill -9, everysec', en: 'server kill -9, AOF everysec' },
};

export const slowWords: Text = { ko: '읽지 않음', en: 'stops reading' };

/** `41–80, 95`; in Korean `41~80, 95`. */
export function listSpans(runs: IdRuns): Text {
  const spans = runs.map(([first, last]) => formatSpan(first, last));
  return { ko: spans.map(({ ko }) => ko).join(', '), en: spans.map(({ en }) => en).join(', ') };
}
