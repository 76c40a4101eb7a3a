// The names of things, as a reader sees them, and times in their own units.
import { type Cell, formatFigure, type Text } from '../../src/kit/judge.ts';
import type { Group, List, WayId } from './data.ts';
import type { Figure } from './judge/censored.ts';

export const groupWords: Record<Group, Text> = {
  moving: { ko: '계속 움직임', en: 'keeps moving' },
  read: { ko: '침묵, 계속 읽음', en: 'silent, somebody reads' },
  unread: { ko: '침묵, 아무도 안 읽음', en: 'silent, nobody reads' },
};

export const wayWords: Record<WayId, Text> = {
  'key-per-user': { ko: '사용자별 키', en: 'key per user, EX' },
  geo: { ko: 'GEO만', en: 'GEO alone' },
  'geo-swept': { ko: 'GEO + 워커', en: 'GEO + sweeping worker' },
  'hash-field': { ko: '해시 필드 TTL', en: 'TTL on a hash field' },
  timestamp: { ko: '값에 적은 시각', en: 'time in value, compared' },
};

export const listWords: Record<List, Text> = {
  set: { ko: 'SET, TTL 없음', en: 'SET, no TTL' },
  prompt: { ko: '하트비트 20초마다', en: 'TTL 60 s, beat 20 s' },
  slow: { ko: '하트비트 90초마다', en: 'TTL 60 s, beat 90 s' },
};

/** `600초`, `1.5 s`. */
export function seconds(ms: number): Text {
  const figure = formatFigure(ms / 1e3);
  return { ko: `${figure}초`, en: `${figure} s` };
}

/** A cell of milliseconds; `>1,500` where all that is known is that it takes longer: never rounded up. */
export function msCell(figure: Figure | null): Cell {
  if (figure === null || !figure.moreThan) return figure?.ms ?? null;
  return `>${formatFigure(Math.floor(figure.ms))}`;
}
