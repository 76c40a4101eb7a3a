// The table that decides: both modes under the same faults.
import { ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { ChatTried, Fault } from '../data.ts';
import { lossTable } from './faults.ts';

/** At most eight rows; the others are in the details. */
const decisive: readonly Fault[] = ['server-killed', 'phones-cut', 'redis-older', 'relay-cut'];
/** What is due, lost, and told. */
const columns = 4;

export function comparison(data: ChatTried): TableBlock | null {
  const cells = ran(data.faults)?.filter(({ fault }) => decisive.includes(fault));
  if (!cells || cells.length === 0) return null;
  const table = lossTable(cells);
  return {
    ...table,
    title: { ko: '같은 장애를 겪은 두 방식', en: 'Two ways under the same faults' },
    columns: table.columns.slice(0, columns),
    rows: table.rows.map(({ id, cells: all }) => ({ id, cells: all.slice(0, columns) })),
    notes: [],
  };
}
