import { describe, expect, test } from 'vitest';
import { same } from '../../src/core/text.ts';
import { renderCsv } from '../../src/render/csv.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderMarkdown } from '../../src/render/markdown/page.ts';
import { renderReport } from '../../src/render/terminal/report.ts';
import type { Cell, TableBlock } from '../../src/report/blocks.ts';
import type { Findings } from '../../src/report/findings.ts';
import type { Report } from '../../src/report/report.ts';
import { abortedReport, failedReport, report, withBlocks } from './fixture.ts';
import { langs, pageOf } from './page.ts';

function tableOf(...cells: Cell[]): Report {
  return withBlocks({
    kind: 'table',
    id: 't',
    title: same('t'),
    columns: [{ id: 'c', title: same('c') }],
    rows: cells.map((cell, index) => ({ id: `r${index}`, cells: [cell] })),
  });
}

// Golden files end in .txt where the formatter would otherwise rewrite them.

/** RFC 4180, read by the letter: fields in quotes may hold commas, line ends and doubled quotes. */
function parseCsv(text: string): string[][] {
  return text
    .split(/\r\n(?=(?:[^"]*"[^"]*")*[^"]*$)/)
    .slice(0, -1)
    .map((line) =>
      line
        .split(/,(?=(?:[^"]*"[^"]*")*[^"]*$)/)
        .map((field) => field.replace(/^"([\s\S]*)"$/, '$1').replaceAll('""', '"')),
    );
}

describe.each(langs)('in %s', (lang) => {
  test('CSV', async () => {
    await expect(renderCsv(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.csv`);
  });

  test('Markdown', async () => {
    await expect(renderMarkdown(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.md.txt`);
    await expect(renderMarkdown(failedReport, lang)).toMatchFileSnapshot(`golden/failed.${lang}.md.txt`);
  });
});

describe('JSON', () => {
  test('is the record and the findings, and nothing else', async () => {
    await expect(renderJson(report)).toMatchFileSnapshot('golden/report.json.txt');
    expect(JSON.parse(renderJson(report))).toEqual({ record: report.record, findings: report.findings });
  });
});

describe('what came from outside', () => {
  const hostile = '\u001b]0;title\u0007\u009b31m\u202e\u2066abc';
  const pages = {
    JSON: renderJson(tableOf(hostile)),
    CSV: renderCsv(tableOf(hostile), 'ko'),
    Markdown: renderMarkdown(tableOf(hostile), 'ko'),
    terminal: renderReport(tableOf(hostile), pageOf(), true),
  };
  test.each(Object.entries(pages))('is obeyed by nothing: %s', (_, page) => {
    expect(page).toContain('abc');
    expect(page).not.toMatch(/(?![\r\n])\p{Control}|[\u202a-\u202e\u2066-\u2069]/u);
  });

  test('reads as the same JSON document', () => {
    expect(JSON.parse(pages.JSON).findings).toEqual(tableOf(hostile).findings);
  });

  test('is not repeated at any length on a page for people', () => {
    const long = {
      ...report,
      record: { ...report.record, environment: { ...report.record.environment, cpu: 'x'.repeat(1e6) } },
    };
    for (const lang of langs) {
      expect(renderMarkdown(long, lang)).toMatch(/x{800}… \(1000000\)/);
      expect(renderReport(long, pageOf({ lang }), true).length).toBeLessThan(100_000);
    }
  });
});

describe('CSV', () => {
  test('has eight fields in every line and CRLF at its end', () => {
    const text = renderCsv(report, 'ko');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const rows = parseCsv(text);
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) expect(row).toHaveLength(8);
  });

  test('goes by ids: the two languages differ in nothing but the words in its values', () => {
    const [ko = [], en = []] = langs.map((lang) => parseCsv(renderCsv(report, lang)));
    const ids = (rows: string[][]) => rows.map((row) => row.slice(0, 7));
    expect(ids(ko)).toEqual(ids(en));
    for (const row of ids(ko)) for (const id of row) expect(id).toMatch(/^[\w.:-]*$/);
    const differing = ko.filter((row, index) => row[7] !== en[index]?.[7]);
    expect(differing.length).toBeGreaterThan(0);
    for (const [, , , , , , unit, value] of differing) {
      expect(unit).toBe('');
      expect(value).toMatch(/[가-힣]/);
    }
  });

  test('gives back what went in: quotes, commas, line ends, unrounded numbers, gaps', () => {
    const values: Cell[] = ['a "b", c', 'two\r\nlines', 'two\nlines', 0.1 + 0.2, -5, null, same('글')];
    const read = parseCsv(renderCsv(tableOf(...values), 'ko')).slice(1);
    expect(read.map((row) => row[7])).toEqual([
      'a "b", c',
      'two\r\nlines',
      'two\nlines',
      '0.30000000000000004',
      '-5',
      '',
      '글',
    ]);
  });

  test('begins with the table that decides, which belongs to no act', () => {
    const { comparison } = report.findings as Findings;
    const { id, rows, columns } = comparison as TableBlock;
    const lines = parseCsv(renderCsv(report, 'en')).slice(1, 1 + rows.length * columns.length);
    for (const line of lines) expect(line.slice(2, 4)).toEqual(['', id]);
    expect(lines.map((line) => line[4])).toEqual(rows.flatMap((row) => columns.map(() => row.id)));
  });

  const formulas = ['=1+1', '+1', '-x', '@SUM(A1)', '\t=1', '\r=1', '\n=1', '＝1', '＋1', '－1', '＠A'];
  test.each(formulas)('%j is words to a spreadsheet', (text) => {
    expect(parseCsv(renderCsv(tableOf(text), 'ko'))[1]?.[7]).toBe(`'${text}`);
  });

  test('of an unfinished run is the header', () => {
    expect(renderCsv(abortedReport, 'ko')).toBe('lab,run,act,table,row,column,unit,value\r\n');
  });
});

describe('Markdown', () => {
  test('keeps a table of as many cells as it has columns', () => {
    const lines = renderMarkdown(tableOf('a|b', 'a\\|b', 'two\nlines', '`x` *y* <z>'), 'ko').split('\n');
    const rows = lines.filter((line) => line.startsWith('|')).slice(2);
    expect(rows).toEqual(['| a\\|b |', '| a\\\\\\|b |', '| two<br>lines |', '| \\`x\\` \\*y\\* \\<z\\> |']);
    for (const row of rows) expect(row.replace(/\\./g, '').split('|')).toHaveLength(3);
  });

  test('does not take the beginning of a sentence for markup', () => {
    const starts = ['# x', '- x', '1. x', '+ x', '0.5 ms'].map((text) =>
      renderMarkdown(withBlocks({ kind: 'note', text: same(text) }), 'ko'),
    );
    expect(starts.map((page) => page.match(/^.* x$|^.*0\.5 ms$/m)?.[0])).toEqual([
      '\\# x',
      '\\- x',
      '1\\. x',
      '\\+ x',
      '0.5 ms',
    ]);
  });

  test('a reply with ticks stays inside its block', () => {
    const line = '```\n# not a heading';
    const page = renderMarkdown(
      withBlocks({
        kind: 'transcript',
        id: 't',
        title: same('t'),
        lines: [{ connection: 'a', direction: 'receives', line }],
      }),
      'ko',
    );
    expect(page).toContain('````text\na < ```\n    # not a heading\n````');
  });

  test('figures stand on the right', () => {
    expect(renderMarkdown(report, 'en')).toContain('| ---: | --- | ---: | ---: | ---: | ---: |');
  });
});
