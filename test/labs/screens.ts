import { describe, expect, it } from 'vitest';
import { cellText } from '../../src/render/cells.ts';
import { renderCsv } from '../../src/render/csv.ts';
import { renderMarkdown } from '../../src/render/markdown/page.ts';
import { renderBlock } from '../../src/render/terminal/blocks.ts';
import { renderEvent, renderInLog, renderMoving } from '../../src/render/terminal/event.ts';
import { renderIntro } from '../../src/render/terminal/intro.ts';
import { renderReport } from '../../src/render/terminal/report.ts';
import type { Block, TableBlock } from '../../src/report/blocks.ts';
import type { ActFindings } from '../../src/report/findings.ts';
import type { Report, TerminalPage } from '../../src/report/report.ts';
import {
  brokenJoints,
  cellEdges,
  endingRows,
  langs,
  linesWiderThan,
  notAsciiNorHangul,
  pageOf,
} from '../render/page.ts';

/**
 * What a reader sees of a fixed record, in both languages, against the golden files beside the test that calls it.
 * `npx vitest run test/labs/<id>/golden -u` writes them anew; read what changed before you keep it.
 */
export function describeScreens(report: Report): void {
  const acts = report.findings?.acts ?? [];
  const comparison = report.findings?.comparison ?? null;
  const tables = [...acts.flatMap(({ blocks }) => blocks), ...(comparison ? [comparison] : [])].filter(
    (block): block is TableBlock => block.kind === 'table',
  );

  describe('what a fixed record shows', () => {
    it('no table has more than six columns, the one that decides not more than eight rows', () => {
      for (const table of tables) expect(table.columns.length, table.title.en).toBeLessThanOrEqual(6);
      expect(comparison?.rows.length ?? 0).toBeLessThanOrEqual(8);
    });

    it('the table that decides names each row in one line, in Korean at 60 columns', () => {
      const drawn = comparison ? renderBlock(comparison, pageOf({ lang: 'ko', columns: 60 })) : '';
      expect(drawn.match(/──\n/g)?.length ?? 1, drawn).toBe(1);
    });

    it('an id is given once: acts, blocks of an act, columns and rows of a block', () => {
      expect(twice(acts.map(({ id }) => id))).toEqual([]);
      for (const { id, blocks } of acts) {
        const named = blocks.flatMap((block) => ('id' in block ? [block.id] : []));
        expect(twice(named), id).toEqual([]);
      }
      for (const block of [...acts.flatMap(({ blocks }) => blocks), ...tables])
        for (const ids of idsIn(block)) expect(twice(ids), 'id' in block ? block.id : 'note').toEqual([]);
    });

    it('a row has a cell for each column', () => {
      for (const { rows, columns, id } of tables)
        for (const row of rows) expect(row.cells, `${id} ${row.id}`).toHaveLength(columns.length);
    });
  });

  describe.each(langs)('the report of a fixed record, in %s', (lang) => {
    const screen = (columns: number, ascii = false) => {
      const page = pageOf({ lang, columns, ascii });
      return renderIntro(report.lab, page) + renderReport(report, page, true);
    };

    const live = (page: TerminalPage) => acts.map((act) => liveLines(act, acts.length, page)).join('\n');

    it.each([80, 60])('at %i columns', async (columns) => {
      await expect(screen(columns)).toMatchFileSnapshot(`golden/report.${lang}.${columns}.txt`);
      expect(linesWiderThan(columns, screen(columns))).toEqual([]);
    });

    it('the ending alone', async () => {
      const ending = renderReport(report, pageOf({ lang }));
      await expect(ending).toMatchFileSnapshot(`golden/ending.${lang}.80.txt`);
      expect(linesWiderThan(80, ending)).toEqual([]);
    });

    it.each([
      [80, 24],
      [60, 20],
    ])('after the table that decides comes one screen: at %i columns %i lines', (columns, lines) => {
      const page = pageOf({ lang, columns });
      expect(endingRows(report, page)).toBeLessThanOrEqual(lines);
      const keysBelow = 2; // A blank line, and the keys.
      expect(endingRows({ ...report, keysBelow: true }, page) + keysBelow).toBeLessThanOrEqual(lines);
      // What yields is in the details; the verdicts never do.
      const flat = (text: string) => text.replace(/\s+/g, '');
      const [ending, details] = [renderReport(report, page), renderReport(report, page, true)].map(flat);
      for (const { sentence, evidence } of report.findings?.checks ?? []) {
        expect(ending).toContain(flat(sentence[lang]));
        expect(ending).toContain(flat(evidence.headline[lang]));
      }
      const { why, caveat, discuss, warnings = [] } = report.findings ?? {};
      for (const text of [why, caveat, discuss, ...warnings])
        if (text) expect(details).toContain(flat(text[lang]));
    });

    it('is nowhere wider than the page, and breaks nothing that belongs together, from 40 columns to 140', () => {
      for (let columns = 40; columns <= 140; columns += 1) {
        // ASCII changes a sign, seldom a width.
        for (const ascii of columns % 10 === 0 ? [false, true] : [false]) {
          const page = pageOf({ lang, columns, ascii });
          const shown = `${screen(columns, ascii)}\n${renderReport(report, page)}\n${live(page)}`;
          const tooWide = linesWiderThan(columns, shown);
          expect(tooWide.filter((line) => !isWhole(line, report))).toEqual([]);
          expect(brokenJoints(shown), `${columns}`).toEqual([]);
        }
      }
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

    it.each(tables)('at 80 columns this table stands straight: $title.en', (table) => {
      const rows = table.rows.map((row) =>
        table.columns.map((column, index) => {
          const text = cellText(row.cells[index] ?? null, column, lang);
          // Words may be broken to the next line; a figure never is.
          return column.unit === undefined ? (text.split(' ')[0] ?? '') : text;
        }),
      );
      const edges = cellEdges(renderBlock(table, pageOf({ lang })), table, rows);
      for (const edge of edges) expect(edge).toEqual(edges[0]);
    });
  });
}

/** What stands on the screen, and in a log, while an act runs and when it ends. */
function liveLines(act: ActFindings, of: number, page: TerminalPage): string {
  const { id, number, title, prediction } = act;
  const begun = { kind: 'act', id, number, of, title, aim: title } as const;
  const progress = { kind: 'progress', done: 7, of: 1_200, unit: { ko: '메시지', en: 'messages' } } as const;
  const headline = act.headline ?? act.skipped ?? title;
  const skipped = act.skipped !== null;
  const done = {
    kind: 'act-done',
    id,
    number,
    title,
    headline,
    skipped,
    prediction,
    tookMs: 12_345,
  } as const;
  return [
    renderMoving({ act: begun, progress, elapsedMs: 12_345 }, page),
    ...[begun, done].flatMap((event) => [renderEvent(event, page), renderInLog(event, page)]),
  ].join('\n');
}

/** The ids that CSV goes by within a block. */
function idsIn(block: Block): string[][] {
  const ids = (named: readonly { readonly id: string }[]) => named.map(({ id }) => id);
  switch (block.kind) {
    case 'table':
      return [ids(block.columns), ids(block.rows)];
    case 'bars':
      return [ids(block.bars)];
    case 'histogram':
    case 'lines':
      return [ids(block.series)];
    case 'timeline':
      return [ids(block.lanes)];
    case 'map':
      return [ids(block.dots)];
    case 'transcript':
    case 'note':
      return [];
  }
}

function twice(ids: readonly string[]): string[] {
  return ids.filter((id, index) => ids.indexOf(id) !== index);
}

/** A path and a command are there to be copied, and are never broken; nor is a word wider than its place. */
function isWhole(line: string, { recordFile }: Report): boolean {
  return (
    line.includes('redis-lab ') ||
    (recordFile !== null && line.includes(recordFile)) ||
    !line.trim().includes(' ')
  );
}
