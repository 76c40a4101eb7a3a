import { describe, expect, test } from 'vitest';
import { same } from '../../src/core/text.ts';
import { renderCsv } from '../../src/render/csv.ts';
import { renderJson } from '../../src/render/json.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import type { Block, Cell } from '../../src/report/blocks.ts';
import type { Report } from '../../src/report/report.ts';
import { abortedReport, failedReport, report } from './fixture.ts';
import { langs } from './page.ts';

function withBlock(block: Block): Report {
  return { ...report, findings: report.findings && { ...report.findings, blocks: [block] } };
}

function tableOf(...cells: Cell[]): Report {
  return withBlock({
    kind: 'table',
    title: same('t'),
    columns: [{ title: same('c') }],
    rows: cells.map((cell) => [cell]),
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

describe('CSV', () => {
  test('has seven fields in every line and CRLF at its end', () => {
    const text = renderCsv(report, 'ko');
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const rows = parseCsv(text);
    expect(rows.length).toBeGreaterThan(30);
    for (const row of rows) expect(row).toHaveLength(7);
  });

  test('gives back what went in: quotes, commas, line ends, unrounded numbers, gaps', () => {
    const values: Cell[] = ['a "b", c', 'two\r\nlines', 'two\nlines', 0.1 + 0.2, -5, null, same('글')];
    const read = parseCsv(renderCsv(tableOf(...values), 'ko')).slice(1);
    expect(read.map((row) => row[6])).toEqual([
      'a "b", c',
      'two\r\nlines',
      'two\nlines',
      '0.30000000000000004',
      '-5',
      '',
      '글',
    ]);
  });

  test.each(['=1+1', '+1', '-x', '@SUM(A1)', '\t=1', '\r=1'])('%j is words to a spreadsheet', (text) => {
    expect(parseCsv(renderCsv(tableOf(text), 'ko'))[1]?.[6]).toBe(`'${text}`);
  });

  test('of an unfinished run is the header', () => {
    expect(renderCsv(abortedReport, 'ko')).toBe('lab,run,table,row,column,unit,value\r\n');
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
      renderMarkdown(withBlock({ kind: 'note', text: same(text) }), 'ko'),
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
      withBlock({
        kind: 'transcript',
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
