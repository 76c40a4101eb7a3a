// The table that decides: where an accepted order is when somebody dies.
import { ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { QueueTried } from '../data.ts';
import { deathTable } from './synchronous.ts';

/** Short: what was delivered again is in the details. */
const columns = 5;

export function comparison(data: QueueTried): TableBlock | null {
  const synchronous = ran(data.synchronous);
  if (!synchronous) return null;
  const table = deathTable(synchronous);
  return {
    ...table,
    columns: table.columns.slice(0, columns),
    rows: table.rows.map(({ id, cells }) => ({ id, cells: cells.slice(0, columns) })),
    notes: [],
  };
}
