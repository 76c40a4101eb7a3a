// The table that decides: the modes under the same faults.
import { ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { ChatTried, Fault } from '../data.ts';
import { lossTable } from './faults.ts';

/** At most eight rows, with the yardsticks as well; the others are in the details. */
const decisive: readonly Fault[] = ['server-killed', 'phones-cut', 'redis-older', 'relay-cut'];
const decisiveOfFour: readonly Fault[] = ['server-killed', 'redis-older'];
/** What is due, lost, and told. */
const columns = 4;

export function comparison(data: ChatTried): TableBlock | null {
  const all = ran(data.faults);
  const faults = all?.some(({ mode }) => mode === 'sio-streams') ? decisiveOfFour : decisive;
  const cells = all?.filter(({ fault }) => faults.includes(fault));
  if (!cells || cells.length === 0) return null;
  const table = lossTable(cells);
  return {
    ...table,
    title: { ko: '같은 장애를 겪은 방식들', en: 'The same faults, different ways' },
    columns: table.columns.slice(0, columns),
    rows: table.rows.map(({ id, cells: all }) => ({ id, cells: all.slice(0, columns) })),
    notes: [],
  };
}
