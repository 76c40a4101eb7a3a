// The table that decides: Redis against each rival, for each kind of work.
import { type Row, ran, type TableBlock, type Text } from '../../../src/kit/judge.ts';
import type { MemoryTried } from '../data.ts';
import { type CellFound, cellOf, coldCell, rivals, works } from '../parts/cells.ts';
import { cellWords, intervalText, workWords } from '../words.ts';

const columnIds = {
  'postgres-off': 'PostgreSQL off',
  'postgres-on': 'PostgreSQL on',
  'sqlite-off': 'SQLite OFF',
  'sqlite-full': 'SQLite FULL',
};

export function comparison(data: MemoryTried): TableBlock | null {
  const [kinds, cold] = [ran(data.kinds), ran(data.cold)];
  if (!kinds) return null;
  const rows: Row[] = works.map((work) =>
    rowOf(
      work,
      workWords[work],
      rivals.map((rival) => cellOf(kinds, rival, work, 1)),
    ),
  );
  if (cold) {
    const [postgres, sqlite] = [coldCell(cold, 'postgres'), coldCell(cold, 'sqlite')];
    rows.push(rowOf('cold', { ko: '첫 읽기', en: 'get, cold' }, [null, postgres, null, sqlite]));
  }
  return {
    kind: 'table',
    id: 'how-many-times',
    title: {
      ko: 'Redis가 몇 배 빠른가, p50으로(호출자 1명)',
      en: 'How many times faster Redis is, by p50 (one caller)',
    },
    columns: [
      { id: 'work', title: { ko: '작업', en: 'work' } },
      ...rivals.map((rival) => ({ id: rival, title: { ko: columnIds[rival], en: columnIds[rival] } })),
      { id: 'verdict', title: { ko: '"수십 배"', en: '"tens"' } },
    ],
    rows,
    notes: [
      {
        ko: '95% 신뢰구간. off, OFF: 디스크를 기다리지 않아요. on, FULL: 디스크에 쓰인 뒤에 OK. 첫 읽기: 다시 켠 뒤, 메모리에 없는 것.',
        en: '95% intervals. off, OFF: nobody waits for the disk. on, FULL: OK once the disk has it. Cold: not in memory, after a restart.',
      },
    ],
  };
}

function rowOf(id: string, name: Text, cells: readonly (CellFound | null)[]): Row {
  return { id, cells: [name, ...cells.map((cell) => intervalText(cell?.ratio ?? null)), together(cells)] };
}

/** One word for the row: where all agree, theirs. */
function together(cells: readonly (CellFound | null)[]): Text | null {
  const verdicts = new Set(cells.flatMap((cell) => (cell ? [cell.verdict] : [])));
  const [only] = verdicts;
  if (only === undefined) return null;
  return verdicts.size === 1 ? cellWords[only] : { ko: '제각각', en: 'mixed' };
}
