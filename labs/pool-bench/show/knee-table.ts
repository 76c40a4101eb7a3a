import type { Block, TableBlock, Text } from '../../../src/kit/judge.ts';
import type { Cell } from '../data.ts';
import { columns, figuresOf } from './columns.ts';
import { throughputBars } from './drawings.ts';
import { rowId } from './row-id.ts';

/** A table and a drawing of pool sizes: for Redis and for PostgreSQL. */
export function kneeOf(cell: Cell, id: string, title: Text, notes: readonly Text[]): Block[] {
  const table: TableBlock = {
    kind: 'table',
    id,
    title,
    columns: [
      { id: 'pool-size', title: { ko: '풀의 크기', en: 'pool size' }, unit: 'count' },
      columns.p50,
      columns.p99,
      columns.perSecond,
    ],
    rows: cell.arms.map((arm) => ({
      id: rowId(cell, arm),
      cells: [arm.poolSize, ...figuresOf(arm)],
    })),
    notes,
  };
  const drawn = { ko: '풀의 크기와 처리량', en: 'Pool size and throughput' };
  return [table, throughputBars(cell.arms, `${id}-throughput`, drawn)];
}
