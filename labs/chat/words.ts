// The names of the arms, as a reader sees them.
import type { Text } from '../../src/kit/judge.ts';
import type { BackOffName, Fault, Mode, Yardstick } from './data.ts';

export const modeWords: Record<Mode | Yardstick, Text> = {
  alone: { ko: '서버끼리 모름', en: 'no relay' },
  pubsub: { ko: 'Pub/Sub만', en: 'Pub/Sub only' },
  recovery: { ko: 'Pub/Sub+복구', en: 'with recovery' },
  'sio-pubsub': { ko: 'S.IO Pub/Sub', en: 'S.IO Pub/Sub' },
  'sio-streams': { ko: 'S.IO Streams', en: 'S.IO Streams' },
};

export const faultWords: Record<Fault, Text> = {
  none: { ko: '장애 없음', en: 'no fault' },
  'server-killed': { ko: '서버 kill -9', en: 'server kill -9' },
  'phones-cut': { ko: '잠시 끊김', en: 'network cut' },
  'redis-older': { ko: '기록 되돌아감', en: 'history goes back' },
  'relay-cut': { ko: '서버 구독 끊김', en: 'relay is cut' },
  'redis-restarted': { ko: 'Redis 재시작', en: 'Redis restarts' },
  'redis-frozen': { ko: 'Redis 멈춤(2.5초)', en: 'Redis hangs 2.5 s' },
  'redis-aof': { ko: '재시작, AOF', en: 'restarts, AOF' },
  'half-open': { ko: '반쯤 열린 연결', en: 'half-open' },
  'rolling-deploy': { ko: '순차 배포', en: 'rolling deploy' },
  flushed: { ko: 'FLUSHALL', en: 'FLUSHALL' },
  'short-history': { ko: '기록 5건뿐', en: 'keeps only 5' },
  'balancer-reloaded': { ko: 'nginx reload', en: 'nginx reload' },
};

export const backOffWords: Record<BackOffName, Text> = {
  fixed: { ko: '정해진 시간', en: 'a fixed wait' },
  jitter: { ko: '무작위(full jitter)', en: 'full jitter' },
};

export const cellWords = (mode: Mode | Yardstick, fault: Fault): Text => ({
  ko: `${modeWords[mode].ko}: ${faultWords[fault].ko}`,
  en: `${modeWords[mode].en}: ${faultWords[fault].en}`,
});
