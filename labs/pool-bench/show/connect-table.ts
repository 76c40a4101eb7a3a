import type { TableBlock, Text } from '../../../src/kit/judge.ts';
import type { ArmFigures, Cell } from '../data.ts';
import { clientName, placeName, shapeName } from '../words.ts';
import { columns, figuresOf, middleMs, notesOf } from './columns.ts';
import { placeId, rowId } from './row-id.ts';

/** Arms with the time to connect beside them. */
export function connectTable(cell: Cell, id: string, name: Text | null, notes: readonly Text[]): TableBlock {
  const place = placeName(cell);
  return {
    kind: 'table',
    id: `${id}-${placeId(cell)}`,
    title: name ? { ko: `${name.ko}  ${place.ko}`, en: `${name.en}  ${place.en}` } : place,
    columns: [
      { id: 'connections', title: { ko: '연결을 쓰는 방법', en: 'connections' } },
      columns.client,
      { id: 'connect-p50', title: { ko: '연결 p50', en: 'connect p50' }, unit: 'ms' },
      columns.p50,
      columns.p99,
      columns.perSecond,
    ],
    rows: cell.arms.map((arm) => ({
      id: rowId(cell, arm),
      cells: [shapeName(arm), clientOf(arm), middleMs(arm.connect), ...figuresOf(arm)],
    })),
    notes: [...notes, ...notesOf([cell])],
  };
}

function clientOf(arm: ArmFigures): Text | null {
  const client = clientName(arm);
  return client && arm.tls ? { ko: `${client.ko} + TLS`, en: `${client.en} + TLS` } : client;
}
