import { ran, same, type TableBlock } from '../../../src/kit/judge.ts';
import type { CrashData, PersistTried } from '../data.ts';

export function comparison({ crash }: PersistTried): TableBlock | null {
  const data = ran(crash);
  return data && keysTable(data);
}

export function keysTable({ stored, left }: CrashData): TableBlock {
  return {
    kind: 'table',
    id: 'keys',
    title: { ko: '서버를 죽이기 전과 뒤', en: 'Before and after the kill' },
    columns: [
      { id: 'server', title: { ko: '서버', en: 'server' } },
      { id: 'stored', title: { ko: '전', en: 'before' }, unit: 'count' },
      { id: 'left', title: { ko: '뒤', en: 'after' }, unit: 'count' },
    ],
    rows: [{ id: 'bare', cells: [same('Redis'), stored, left] }],
  };
}
