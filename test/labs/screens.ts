import { describe, expect, it } from 'vitest';
import { cellText } from '../../src/render/cells.ts';
import { renderCsv } from '../../src/render/csv.ts';
import { renderMarkdown } from '../../src/render/markdown.ts';
import { renderReport } from '../../src/render/terminal.ts';
import { renderIntro } from '../../src/render/terminal-intro.ts';
import type { TableBlock } from '../../src/report/blocks.ts';
import type { Report } from '../../src/report/report.ts';
import { cellEdges, langs, linesWiderThan, notAsciiNorHangul, pageOf } from '../render/page.ts';

/**
 * What a reader sees of a fixed record, in both languages, against the golden files beside the test that calls it.
 * `npx vitest run test/labs/<id>/golden -u` writes them anew; read what changed before you keep it.
 */
export function describeScreens(report: Report): void {
  const tables = (report.findings?.blocks ?? []).filter(
    (block): block is TableBlock => block.kind === 'table',
  );

  describe.each(langs)('the report of a fixed record, in %s', (lang) => {
    const screen = (columns: number, ascii = false) => {
      const page = pageOf({ lang, columns, ascii });
      return renderIntro(report.lab, page) + renderReport(report, page);
    };

    it.each([80, 60])('at %i columns', async (columns) => {
      await expect(screen(columns)).toMatchFileSnapshot(`golden/report.${lang}.${columns}.txt`);
      expect(linesWiderThan(columns, screen(columns))).toEqual([]);
    });

    it('in ASCII every sign has a likeness', () => {
      expect(screen(80, true)).not.toMatch(notAsciiNorHangul);
    });

    it('as Markdown', async () => {
      await expect(renderMarkdown(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.md.txt`);
    });

    it('as CSV', async () => {
      await expect(renderCsv(report, lang)).toMatchFileSnapshot(`golden/report.${lang}.csv`);
    });

    it('no table has more than six columns', () => {
      for (const table of tables) expect(table.columns.length, table.title.en).toBeLessThanOrEqual(6);
    });

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
}
