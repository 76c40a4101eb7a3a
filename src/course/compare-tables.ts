// The tables of a comparison: runs across, what they say down.
import type { RunRecord } from '../core/record.ts';
import { same, type Text } from '../core/text.ts';
import type { Block, Cell, Column, TableBlock } from '../report/blocks.ts';
import type { Findings, Verdict } from '../report/findings.ts';

/** A run under the name that its column gets. */
export interface Named {
  readonly name: string;
  /** The name of its file, where that is another. */
  readonly source: string;
  /** For who compares it on this machine, whatever is shared. */
  readonly file: string;
  readonly record: RunRecord;
}

/** Of the machines only what differs; the day always. */
export function machines(runs: readonly Named[]): TableBlock {
  const aspects: readonly (readonly [id: string, title: Text, of: (record: RunRecord) => string])[] = [
    [
      'started',
      { ko: '실행한 때(UTC)', en: 'run at (UTC)' },
      ({ startedAt }) => startedAt.slice(0, 16).replace('T', ' '),
    ],
    ['cpu', same('CPU'), ({ environment }) => environment.cpu],
    ['cores', { ko: '코어', en: 'cores' }, ({ environment }) => String(environment.cores)],
    ['os', { ko: '운영체제', en: 'system' }, ({ environment }) => environment.os],
    ['node', same('Node'), ({ environment }) => environment.node],
    ['servers', { ko: '서버', en: 'servers' }, serversOf],
    ['tool', same('redis-lab'), ({ toolVersion }) => toolVersion],
    ['quiet', { ko: '다른 작업', en: 'other work' }, ({ quiet }) => (quiet && !quiet.quiet ? '!' : '')],
  ];
  const rows = aspects.flatMap(([id, title, of]) => {
    const values = runs.map(({ record }) => of(record));
    const differs = new Set(values).size > 1;
    return id === 'started' || differs ? [{ id, cells: [title, ...values] }] : [];
  });
  return {
    kind: 'table',
    id: 'machines',
    title: { ko: '무엇이 다른 기록인가요', en: 'What differs between the runs' },
    columns: [{ id: 'aspect', title: { ko: '항목', en: 'aspect' } }, ...columnsOf(runs)],
    rows,
    notes: [
      ...runs
        .filter(({ name, source }) => name !== source)
        .map(({ name, source }) => same(`${name}: ${source}`)),
      ...(rows.some(({ id }) => id === 'quiet') ? [busy] : []),
    ],
  };
}

const busy: Text = {
  ko: '!는 컴퓨터가 다른 작업으로 바빴던 실행이에요.',
  en: '! is a run on a machine that was busy with other work.',
};

function serversOf({ servers }: RunRecord): string {
  const named = servers
    .filter(({ version }) => version !== '')
    .map(({ name, version }) => `${name} ${version}`);
  return [...new Set(named)].join(', ');
}

const verdictSigns: Readonly<Record<Verdict, string>> = { held: '✓', refuted: '✗', inconclusive: '?' };

export function verdicts(runs: readonly Named[], all: readonly Findings[]): TableBlock {
  const claims = [
    ...new Map(all.flatMap(({ checks }) => checks.map(({ claim, sentence }) => [claim, sentence]))),
  ];
  return {
    kind: 'table',
    id: 'verdicts',
    title: { ko: '판정', en: 'Verdicts' },
    columns: [{ id: 'claim', title: { ko: '주장', en: 'claim' } }, ...columnsOf(runs)],
    rows: claims.map(([claim, { ko, en }]) => ({
      id: claim,
      cells: [
        { ko: `${claim} "${ko}"`, en: `${claim} "${en}"` },
        ...all.map(({ checks }): Cell => {
          const check = checks.find((one) => one.claim === claim);
          return check ? verdictSigns[check.verdict] : null;
        }),
      ],
    })),
    notes: [
      {
        ko: '✓ 맞아요, ✗ 틀려요, ? 판단 보류.',
        en: '✓ held, ✗ refuted, ? inconclusive.',
      },
    ],
  };
}

function columnsOf(runs: readonly Named[], unit?: Column['unit']): Column[] {
  return runs.map(({ name }, index) => ({
    id: String.fromCharCode(0x61 + index),
    title: same(name),
    ...(unit === undefined ? {} : { unit }),
  }));
}

/** For each column of figures one table: its rows down, the runs across. What is the same in all is only named. */
export function figures(runs: readonly Named[], tables: readonly (readonly TableBlock[])[]): Block[] {
  const shapes = [...new Map(tables.flat().map((table) => [table.id, table])).values()];
  const all = shapes.flatMap((shape) => {
    const alike = tables.map((list) => list.find(({ id }) => id === shape.id));
    const ofFigures = shape.columns.slice(1).filter(({ unit }) => unit !== undefined);
    return ofFigures.map((column) => acrossRuns(runs, shape, column, alike));
  });
  const isSame = ({ rows }: TableBlock) =>
    rows.every(({ cells: [, first, ...rest] }) => rest.every((cell) => cell === first));
  const same = all.filter(isSame).map(({ title }) => title);
  return [...all.filter((table) => !isSame(table)), ...(same.length > 0 ? [sameInAll(same)] : [])];
}

function acrossRuns(
  runs: readonly Named[],
  shape: TableBlock,
  column: Column,
  tables: readonly (TableBlock | undefined)[],
): TableBlock {
  return {
    kind: 'table',
    id: `${shape.id}/${column.id}`,
    title: { ko: `${shape.title.ko}: ${column.title.ko}`, en: `${shape.title.en}: ${column.title.en}` },
    columns: [shape.columns[0] as Column, ...columnsOf(runs, column.unit)],
    rows: rowIds(tables).map((id) => ({
      id,
      cells: [nameOf(tables, id), ...tables.map((table) => cellOf(table, id, column.id))],
    })),
  };
}

function sameInAll(titles: readonly Text[]): Block {
  const list = (lang: keyof Text) => titles.map((title) => title[lang]).join(' · ');
  return {
    kind: 'note',
    text: { ko: `모든 기록에서 같은 것: ${list('ko')}`, en: `The same in all runs: ${list('en')}` },
  };
}

function rowIds(tables: readonly (TableBlock | undefined)[]): string[] {
  return [...new Set(tables.flatMap((table) => table?.rows.map(({ id }) => id) ?? []))];
}

function nameOf(tables: readonly (TableBlock | undefined)[], row: string): Cell {
  const found = tables.flatMap((table) => table?.rows ?? []).find(({ id }) => id === row);
  return found?.cells[0] ?? row;
}

function cellOf(table: TableBlock | undefined, row: string, column: string): Cell {
  const index = table?.columns.findIndex(({ id }) => id === column) ?? -1;
  return table?.rows.find(({ id }) => id === row)?.cells[index] ?? null;
}
