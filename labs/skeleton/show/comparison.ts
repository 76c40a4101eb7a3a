// The table that decides: eight rows and six columns at most. Ids stay for ever; CSV, JSON and compare go by them.
import { ran, same, type TableBlock } from '../../../src/kit/judge.ts';
import type { CountData, LabTried } from '../data.ts';
import { lostBy } from '../judge/loses.ts';

export function comparison({ count }: LabTried): TableBlock | null {
  const data = ran(count);
  return data && countsTable(data);
}

export function countsTable({ arms }: CountData): TableBlock {
  return {
    kind: 'table',
    id: 'counts',
    title: { ko: '더한 횟수와 카운터', en: 'What was added, and what was counted' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'added', title: { ko: '더한 횟수', en: 'added' }, unit: 'count' },
      { id: 'counted', title: { ko: '카운터', en: 'counted' }, unit: 'count' },
      { id: 'lost', title: { ko: '잃은 횟수', en: 'lost' }, unit: 'count' },
    ],
    rows: arms.map((arm) => ({
      id: arm.way,
      cells: [same(arm.way === 'incr' ? 'INCR' : 'GET, SET'), arm.added, arm.counted, lostBy(arm)],
    })),
  };
}
