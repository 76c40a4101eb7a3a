import { describe, expect, it } from 'vitest';
import { cellText } from '../../../src/render/cells.ts';
import { renderCsv } from '../../../src/render/csv.ts';
import { renderMarkdown } from '../../../src/render/markdown.ts';
import { renderIntro, renderReport } from '../../../src/render/terminal.ts';
import type { TableBlock } from '../../../src/report/blocks.ts';
import { cellEdges, langs, linesWiderThan, pageOf } from '../../render/page.ts';
import { report } from './fixture.ts';

// `npx vitest -u test/labs/sticky/golden` writes the golden files anew; read what changed before you keep it.
describe.each(langs)('the report of a fixed record, in %s', (lang) => {
  const screen = (columns: number) =>
    renderIntro(report.lab, pageOf({ lang, columns })) + renderReport(report, pageOf({ lang, columns }));

  it.each([80, 60])('at %i columns', async (columns) => {
    await expect(screen(columns)).toMatchFileSnapshot(`golden/report.${lang}.${columns}.txt`);
    expect(linesWiderThan(columns, screen(columns))).toEqual([]);
  });

  it('as Markdown', async () => {
    await expect(renderMarkdown(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.md.txt`);
  });

  it('as CSV', async () => {
    await expect(renderCsv(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.csv`);
  });

  const tables = (report.findings?.blocks ?? []).filter(
    (block): block is TableBlock => block.kind === 'table',
  );

  it.each(tables)('at 80 columns this table stands straight: $title.en', (table) => {
    const rows = table.rows.map((row) =>
      table.columns.map((column, index) => {
        const text = cellText(row[index] ?? null, column, lang);
        // Words may be broken to the next line; a figure never is.
        return column.unit === undefined ? (text.split(' ')[0] ?? '') : text;
      }),
    );
    const output = screen(80);
    const from = output.indexOf(table.title[lang]);
    const edges = cellEdges(output.slice(from), table, rows);
    for (const edge of edges) expect(edge).toEqual(edges[0]);
  });
});
