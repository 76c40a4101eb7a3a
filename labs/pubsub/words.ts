// The names of the arms, as a reader sees them.
import { formatSpan, type IdRuns, type Text } from '../../src/lab-kit.ts';
import type { Absence } from './away.ts';
import type { Publisher } from './fan-out.ts';
import type { StreamFault } from './streams.ts';

export const publisherWords: Record<Publisher, Text> = {
  awaits: { ko: '응답을 기다림', en: 'waits for each reply' },
  pipelines: { ko: '몰아 보냄', en: 'pipelines' },
};

export const absenceWords: Record<Absence, Text> = {
  stays: { ko: '자리를 지킴', en: 'stays' },
  disconnects: { ko: '스스로 끊고 다시 옴', en: 'disconnects, returns' },
  cut: { ko: '연결이 끊김', en: 'cut by the network' },
  silent: { ko: '말없이 끊김', en: 'network goes silent' },
};

export const faultWords: Record<StreamFault, Text> = {
  cut: { ko: '연결이 끊김', en: 'cut by the network' },
  dies: { ko: 'XACK 전에 죽음', en: 'consumer dies before XACK' },
  'killed-without-aof': { ko: '서버 kill -9, AOF 없음', en: 'server kill -9, no AOF' },
  'killed-with-aof': { ko: '서버 kill -9, AOF everysec', en: 'server kill -9, AOF everysec' },
};

/** `41–80, 95`. */
export function listSpans(runs: IdRuns): string {
  return runs.map(([first, last]) => formatSpan(first, last)).join(', ');
}
