import stringWidth from 'string-width';
import { describe, expect, test } from 'vitest';
import { same } from '../../src/core/text.ts';
import { cellText } from '../../src/render/cells.ts';
import { renderTable } from '../../src/render/terminal/table.ts';
import type { Cell, Column, Row, TableBlock, Unit } from '../../src/report/blocks.ts';
import { fanOut } from './fixture.ts';
import { cellEdges, langs, linesWiderThan, pageOf } from './page.ts';

/** mulberry32: the same tables in every run. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

const words = [
  '구독자',
  '응답을',
  '기다려요',
  'subscriber',
  '한꺼번에',
  '끊긴',
  'to',
  '소비자그룹',
  '가',
  'XACK',
];
const units: readonly Unit[] = [
  'count',
  'persons',
  'messages',
  's',
  'ms',
  'us',
  'bytes',
  'perSecond',
  'ratio',
  'percent',
];

/** Two to six columns; the first word of a cell names row and column, so that it can be found again. */
function randomTable(random: () => number): TableBlock {
  const pick = <T>(items: readonly T[]) => items[Math.floor(random() * items.length)] as T;
  const phrase = (most: number) =>
    Array.from({ length: 1 + Math.floor(random() * most) }, () => pick(words)).join(' ');
  const columns: Column[] = Array.from({ length: 2 + Math.floor(random() * 5) }, (_, index) => {
    const column = { id: `c${index}`, title: same(phrase(3)) };
    return random() < 0.6 ? { ...column, unit: pick(units) } : column;
  });
  const rows = Array.from({ length: 1 + Math.floor(random() * 8) }, (_, row): Row => {
    const cells = columns.map(({ unit }, column): Cell => {
      if (unit !== undefined) return random() < 0.1 ? null : 10 ** (random() * 9 - 3);
      return same(`${row}${column}${pick(words)} ${phrase(6)}`);
    });
    return random() < 0.1 ? { id: `r${row}`, cells, clientBound: true } : { id: `r${row}`, cells };
  });
  return { kind: 'table', id: 'random', title: same('표'), columns, rows };
}

/** What to look for in the first line of each row: a figure whole, of words the first. */
function landmarks(block: TableBlock): string[][] {
  return block.rows.map((row) =>
    block.columns.map((column, index) => {
      const text = cellText(row.cells[index] ?? null, column, 'ko');
      return column.unit === undefined ? (text.split(' ')[0] ?? '') : text;
    }),
  );
}

const tables = Array.from({ length: 120 }, (_, seed) => randomTable(seeded(seed)));
const isAcross = (output: string) => output.includes('───');

describe.each(langs)('the fixture in %s', (lang) => {
  test.each([80, 66, 60])('stands straight at %i columns', (columns) => {
    const output = renderTable(fanOut, pageOf({ lang, columns }));
    if (!isAcross(output)) return expect(columns).toBe(60);
    const rows = fanOut.rows.map((row) =>
      fanOut.columns.map((column, index) => {
        const text = cellText(row.cells[index] ?? null, column, lang);
        return column.unit === undefined ? (text.split(' ')[0] ?? '') : text;
      }),
    );
    const [first, ...others] = cellEdges(output, fanOut, rows);
    for (const edges of others) expect(edges).toEqual(first);
  });
});

test('random tables stand straight, or are stacked', () => {
  let across = 0;
  for (const block of tables) {
    const output = renderTable(block, pageOf());
    if (!isAcross(output)) continue;
    across += 1;
    const [first, ...others] = cellEdges(output, block, landmarks(block));
    for (const edges of others) expect(edges, output).toEqual(first);
  }
  expect(across).toBeGreaterThan(60);
});

test('the measure of straightness sees a column padded by characters instead of cells', () => {
  const block: TableBlock = {
    kind: 'table',
    id: 'crooked',
    title: same(''),
    columns: ['a', 'b'].map((id) => ({ id, title: same('') })),
    rows: [],
  };
  const crooked = [
    ['가나다', 'x'],
    ['abc', 'y'],
  ]
    .map(([a = '', b = '']) => a.padEnd(6) + b)
    .join('\n');
  const [first, second] = cellEdges(crooked, block, [
    ['가나다', 'x'],
    ['abc', 'y'],
  ]);
  expect(first).not.toEqual(second);
});

test('no table is wider than the page, and no word or figure is lost', () => {
  for (const block of tables) {
    for (const columns of [120, 80, 60, 50]) {
      const output = renderTable(block, pageOf({ columns }));
      expect(linesWiderThan(columns, output)).toEqual([]);
      const shown = new Set(output.split(/\s+/));
      const expected = landmarks(block).flatMap((texts) => texts.flatMap((text) => text.split(' ')));
      expect(expected.filter((text) => !shown.has(text))).toEqual([]);
    }
  }
});

test('figures are never broken, and the heading stands over them with its unit once', () => {
  const output = renderTable(fanOut, pageOf());
  expect(output).toContain('1.5 MiB');
  expect(output.match(/\(ms\)/g)).toHaveLength(2);
  const lines = output.split('\n');
  const rule = lines.findIndex((line) => line.includes('───'));
  const endOf = (line: string, text: string) => stringWidth(line.slice(0, line.indexOf(text) + text.length));
  expect(endOf(lines[rule - 1] ?? '', '메모리')).toBe(endOf(lines[rule + 1] ?? '', '1.5 MiB'));
});

test('under 60 columns rows become key: value', () => {
  const output = renderTable(fanOut, pageOf({ columns: 59 }));
  expect(isAcross(output)).toBe(false);
  expect(output).toMatch(/^ {2}p50 \(ms\): +0\.0841$/m);
  expect(output.split('\n\n')).toHaveLength(fanOut.rows.length);
});

test('a table that cannot fit is stacked, however wide the page', () => {
  const path = `/home/${'아주긴경로'.repeat(10)}`;
  const block: TableBlock = {
    ...fanOut,
    columns: [{ id: 'file', title: same('파일') }],
    rows: [{ id: 'a', cells: [path] }],
  };
  expect(renderTable(block, pageOf())).toContain(`파일:  ${path}`);
});

test('what was not measured is a dash, also in ASCII', () => {
  expect(renderTable(fanOut, pageOf())).toMatch(/200 .* – +– +– +–$/m);
});

test('numbers without a unit stand on the right', () => {
  const block: TableBlock = {
    ...fanOut,
    columns: [
      { id: 'server', title: same('서버') },
      { id: 'port', title: same('포트') },
    ],
    rows: [
      { id: 'redis', cells: ['redis', 6379] },
      { id: 'proxy', cells: ['프록시', 80] },
    ],
  };
  const [, , first, second] = renderTable(block, pageOf()).split('\n');
  expect(stringWidth(first ?? '')).toBe(stringWidth(second ?? ''));
});

test('a row in which the client was the limit has a star, and its figures stay under the others', () => {
  const output = renderTable(fanOut, pageOf());
  const ends = output.split('\n').flatMap((line) => {
    const [, first = ''] = /^( *\d+)/.exec(line) ?? [];
    return first === '' ? [] : [first.length];
  });
  expect(output).toMatch(/^ +50 \* {2}/m);
  expect(output.match(/\*/g)).toHaveLength(1);
  expect(ends).toHaveLength(fanOut.rows.length);
  expect(new Set(ends).size).toBe(1);
  expect(renderTable(fanOut, pageOf({ columns: 50 }))).toMatch(/ 50 \*$/m);
});

test('words that are held together are no reason to narrow a column for ever', () => {
  const words = same('약 1,234,567.8 ms 걸렸어요');
  const block: TableBlock = {
    ...fanOut,
    columns: ['a', 'b', 'c', 'd', 'e', 'f'].map((id) => ({ id, title: same(id) })),
    rows: [{ id: 'r', cells: [words, words, words, words, words, words] }],
  };
  for (let columns = 60; columns <= 140; columns += 10)
    expect(renderTable(block, pageOf({ columns })).match(/약 1,234,567\.8 ms/g)).toHaveLength(6);
});
