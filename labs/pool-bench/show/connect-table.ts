import type { TableBlock, Text } from '../../../src/kit/judge.ts';
import type { Cell } from '../data.ts';
import { armName, placeName } from '../words.ts';
import { columns, figuresOf, middleMs, notesOf } from './columns.ts';
import { placeId, rowId } from './row-id.ts';

/** Arms with the time to connect beside them. */
export function connectTable(cell: Cell, id: string, name: Text, notes: readonly Text[]): TableBlock {
  const place = placeName(cell);
  return {
    kind: 'table',
    id: `${id}-${placeId(cell)}`,
    title: { ko: `${name.ko}  ${place.ko}`, en: `${name.en}  ${place.en}` },
    columns: [
      { id: 'connections', title: { ko: '연결을 쓰는 방법', en: 'connections' } },
      { id: 'connect-p50', title: { ko: '연결 p50', en: 'connect p50' }, unit: 'ms' },
      columns.p50,
      columns.p99,
      columns.perSecond,
      columns.little,
    ],
    rows: cell.arms.map((arm) => ({
      id: rowId(cell, arm),
      cells: [armName(arm), middleMs(arm.connect), ...figuresOf(cell, arm)],
    })),
    notes: [...notes, ...notesOf([cell])],
  };
}
