import Table from 'cli-table3';
import type { TableBlock } from '../../report/blocks.ts';
import type { TerminalPage } from '../../report/report.ts';
import { cellText, columnHeading, holdsFigures } from '../cells.ts';
import { styleOf } from './style.ts';
import { beside, besideMargin, leastWidth, widestLine, widthOf, wrap, wrapLabels } from './text.ts';

/** Below this a table of several columns is no longer read across. */
const stackedBelowColumns = 60;
/** A cell's blanks, one on each side: two between columns, and the rule reaches one beyond the text. */
const paddingColumns = 2;

interface Entry {
  readonly text: string;
  /** A figure is never broken; words are, between words. */
  readonly isFigure: boolean;
}

/** A table as text, before it is laid out. */
interface Sheet {
  readonly head: readonly Entry[];
  readonly rows: readonly (readonly Entry[])[];
  readonly rightAligned: readonly boolean[];
}

/** The rows of a table across the page; on a narrow page, or where a word is too wide, under each other. */
export function renderTable(block: TableBlock, page: TerminalPage): string {
  const sheet = sheetOf(block, page);
  const widths = page.columns < stackedBelowColumns ? null : fitWidths(sheet, page.columns - 1);
  return widths === null ? renderStacked(sheet, page) : renderAcross(sheet, widths, page);
}

function sheetOf(block: TableBlock, { lang }: TerminalPage): Sheet {
  // Where figures are marked, the others leave room for the mark and stay under each other.
  const unmarked = holdsFigures(block, 0) && block.rows.some((row) => row.clientBound) ? '  ' : '';
  return {
    head: block.columns.map((column) => ({ text: columnHeading(column, lang), isFigure: false })),
    rows: block.rows.map((row) =>
      block.columns.map((column, index) => {
        const cell = row.cells[index] ?? null;
        const mark = index > 0 ? '' : row.clientBound ? ' *' : unmarked;
        return {
          text: cellText(cell, column, lang) + mark,
          isFigure: cell === null || typeof cell === 'number',
        };
      }),
    ),
    rightAligned: block.columns.map((_, index) => holdsFigures(block, index)),
  };
}

/** The width of each column's text, narrowed until all fit; null if they cannot. */
function fitWidths(sheet: Sheet, availableColumns: number): number[] | null {
  const columns = sheet.head.map((heading, index) => [
    heading,
    ...sheet.rows.map((row) => row[index] as Entry),
  ]);
  const widths = columns.map((entries) =>
    Math.max(...entries.map(({ text }) => widestLine(text.split('\n')))),
  );
  const least = columns.map((entries) =>
    Math.max(...entries.map(({ text, isFigure }) => (isFigure ? widthOf(text) : leastWidth(text)))),
  );
  const available = availableColumns - columns.length * paddingColumns;
  while (sum(widths) > available) {
    const index = columnToNarrow(sheet, widths, least);
    if (index === null) return null;
    // Straight to the next width at which anything breaks differently.
    const narrower = (widths[index] ?? 0) - 1;
    widths[index] = widestLine((columns[index] ?? []).flatMap((entry) => wrapEntry(entry, narrower)));
  }
  return widths;
}

/** The widest that can give. Headings over figures first: their second line costs one, a wrapped word one a row. */
function columnToNarrow(sheet: Sheet, widths: readonly number[], least: readonly number[]): number | null {
  const spare = widths.map((width, index) => (width > (least[index] ?? 0) ? width : 0));
  const overFigures = spare.map((width, index) => (sheet.rightAligned[index] ? width : 0));
  for (const candidates of [overFigures, spare]) {
    const widest = Math.max(...candidates);
    if (widest > 0) return candidates.indexOf(widest);
  }
  return null;
}

function wrapEntry({ text, isFigure }: Entry, width: number | undefined): string[] {
  return isFigure || width === undefined ? [text] : wrap(text, width);
}

function renderAcross(sheet: Sheet, widths: readonly number[], page: TerminalPage): string {
  const { faint } = styleOf(page);
  const rows = sheet.rows.map((row) => row.map((entry, index) => wrapEntry(entry, widths[index])));
  const head = sheet.head.map((entry, index) => wrapEntry(entry, widths[index]).map(faint).join('\n'));
  const isHardToTell = rows.some(([first]) => first !== undefined && first.length > 1);
  const table = new Table({
    head,
    colWidths: widths.map((width) => width + paddingColumns),
    colAligns: sheet.rightAligned.map((right) => (right ? 'right' : 'left')),
    rowAligns: ['bottom', ...rows.map(() => 'top' as const)],
    chars: onlyRules,
    // A rule under the heading; between rows only where a row's name takes several lines.
    style: { head: [], border: [], 'padding-left': 1, 'padding-right': 1, compact: !isHardToTell },
  });
  table.push(...rows.map((row) => row.map((lines) => lines.join('\n'))));
  return table
    .toString()
    .split('\n')
    .map((line) => ` ${line.replace(/^─+$/, faint)}`.trimEnd())
    .join('\n');
}

const onlyRules = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  mid: '─',
  'mid-mid': '',
  right: '',
  'right-mid': '',
  middle: '',
};

function renderStacked(sheet: Sheet, page: TerminalPage): string {
  const { faint, strong } = styleOf(page);
  const keys = wrapLabels(
    sheet.head.map(({ text }) => `${text}:`),
    page.columns / 2,
  );
  const valueColumns = page.columns - besideMargin - keys.width;
  const rows = sheet.rows.map((row) => {
    const entries = row.map((entry, index) => {
      // A row is known by its first cell.
      const paint = index === 0 ? strong : (text: string) => text;
      return beside(
        (keys.lines[index] ?? []).map(faint),
        wrapEntry(entry, valueColumns).map((line) => paint(line.trimEnd())),
        keys.width,
      );
    });
    return entries.join('\n');
  });
  return rows.join('\n\n');
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
