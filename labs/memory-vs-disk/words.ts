import { formatFigure, type PairedRatio, same, type Text, type Verdict } from '../../src/kit/judge.ts';
import type { CacheId, Coherence, ColdStore, System, Way, Work } from './data.ts';

export const systemWords: Readonly<Record<System, Text>> = {
  redis: same('Redis'),
  'redis-everysec': same('Redis, AOF everysec'),
  'redis-always': same('Redis, AOF always'),
  'postgres-off': same('PostgreSQL, off'),
  'postgres-on': same('PostgreSQL, on'),
  'sqlite-off': same('SQLite, OFF'),
  'sqlite-full': same('SQLite, FULL'),
};

export const workWords: Readonly<Record<Work, Text>> = {
  get: { ko: '읽기', en: 'get' },
  set: { ko: '쓰기', en: 'set' },
  batch: { ko: '100개 쓰기', en: 'batch 100' },
  range: { ko: '100개 범위', en: 'range 100' },
  counter: { ko: '카운터', en: 'counter' },
};

export const storeWords: Readonly<Record<ColdStore, Text>> = {
  redis: same('Redis'),
  postgres: same('PostgreSQL'),
  sqlite: same('SQLite'),
};

export const cacheWords: Readonly<Record<CacheId, Text>> = {
  none: { ko: '캐시 없음', en: 'no cache' },
  small: { ko: '데이터의 5%', en: '5% of the data' },
  middle: { ko: '데이터의 25%', en: '25% of the data' },
  whole: { ko: '데이터 전부', en: 'all of the data' },
  ttl: { ko: '전부, TTL 있음', en: 'all, with a TTL' },
};

export const wayWords: Readonly<Record<Way, Text>> = {
  nothing: { ko: '아무것도 안 함', en: 'nothing' },
  lock: { ko: '락(SET NX PX)', en: 'lock (SET NX PX)' },
  early: { ko: '미리 갱신(XFetch)', en: 'early refresh (XFetch)' },
};

export const coherenceWords: Readonly<Record<Coherence, Text>> = {
  'ttl-only': { ko: 'TTL만 믿음', en: 'TTL only' },
  delete: { ko: '쓴 뒤 DEL', en: 'DEL after the write' },
  race: { ko: 'DEL, 느린 독자', en: 'DEL, slow reader' },
  lease: { ko: 'DEL과 리스(lease)', en: 'DEL and a lease' },
};

/** What the sentence "tens of times" comes to in one cell. */
export const cellWords: Readonly<Record<Verdict, Text>> = {
  held: { ko: '맞음', en: 'yes' },
  refuted: { ko: '아님', en: 'no' },
  inconclusive: { ko: '알 수 없음', en: 'unclear' },
};

export const nothingMeasured: Text = { ko: '재지 못했어요', en: 'nothing was measured' };

/** `2.1–2.4`; null where there were too few rounds to know. */
export function intervalText(paired: PairedRatio | null): string | null {
  const interval = paired?.interval;
  return interval ? `${formatFigure(interval.low)}–${formatFigure(interval.high)}` : null;
}

/** In prose: `2.2 × (2.1 to 2.4)`. */
export function ratioText({ ratio, interval }: PairedRatio): Text {
  const figure = formatFigure(ratio);
  if (!interval) return { ko: `${figure}배(신뢰구간 모름)`, en: `${figure} × (interval unknown)` };
  const [low, high] = [formatFigure(interval.low), formatFigure(interval.high)];
  return { ko: `${figure}배(95% 신뢰구간 ${low}~${high}배)`, en: `${figure} × (${low} to ${high})` };
}
