import stringWidth from 'string-width';
import { renderReport } from '../../src/render/terminal/report.ts';
import { headings } from '../../src/render/words.ts';
import type { TableBlock } from '../../src/report/blocks.ts';
import type { Report, TerminalPage } from '../../src/report/report.ts';

export const langs = ['ko', 'en'] as const;

export function pageOf(overrides: Partial<TerminalPage> = {}): TerminalPage {
  return { lang: 'ko', columns: 80, color: false, ascii: false, ...overrides };
}

/** What may not stand on an ASCII page. */
export const notAsciiNorHangul = /[^\n\x20-\x7e\uac00-\ud7a3\u3131-\u318e]/u;

/** Everything but what certainly takes one column: Latin, dashes, arrows, frames. */
const perhapsWide = /[^\u0020-\u10ff\u2010-\u2027\u2190-\u21ff\u2500-\u259f]/gu;

export function linesWiderThan(columns: number, text: string): string[] {
  // Measuring takes longer than drawing, so a line is only measured that could be too wide.
  const atMost = (line: string) => line.length + (line.match(perhapsWide)?.length ?? 0);
  return text.split('\n').filter((line) => atMost(line) > columns && stringWidth(line) > columns);
}

/** The end of a line and the beginning of the next that may not be parted. */
const joints: readonly (readonly [end: RegExp, beginning: RegExp])[] = [
  [/\d$/u, /^(?:m?s|[µu]s|[KMGT]?i?B|[×x])(?![\p{Script=Latin}\d])/u],
  [/(?<!\p{L})(?:약|시드|포트|종료 코드|seed|port|exit code|Node|redis)$/u, /^\d/u],
  [/\d%$/u, /^(?:신뢰구간|interval) \(?\d/u],
  [/\d% (?:신뢰구간|interval)$/u, /^\(?\d/u],
  [/(?:^|\s)(?:npx )?redis-lab$/u, /^[a-z][\w-]*/u],
  [/redis-lab [\w -]*$/u, /^--\w/u],
  [/(?:^|\s)--[a-z][\w-]*$/u, /^\d/u],
];

/** Where a line was broken inside a command, an option with its value, a figure with its unit or its interval. */
export function brokenJoints(text: string): string[] {
  const lines = text.split('\n');
  return lines.flatMap((line, index) => {
    const [end, beginning] = [line.trimEnd(), (lines[index + 1] ?? '').trimStart()];
    const isBroken = joints.some(([before, after]) => before.test(end) && after.test(beginning));
    return isBroken ? [`${end} | ${beginning}`] : [];
  });
}

/** How many rows of a terminal the ending takes after the table that decides: what is too wide takes several. */
export function endingRows(report: Report, page: TerminalPage): number {
  const lines = renderReport(report, page).trimEnd().split('\n');
  const screen = lines.slice(lines.indexOf(headings.verdict[page.lang]));
  return screen.reduce((rows, line) => rows + Math.max(1, Math.ceil(stringWidth(line) / page.columns)), 0);
}

/**
 * For each row the display column at which each cell stands: where words begin and where figures end. A table
 * is straight when all rows answer the same. `rows` are the texts to look for, from left to right.
 */
export function cellEdges(
  output: string,
  block: TableBlock,
  rows: readonly (readonly string[])[],
): number[][] {
  const lines = output.split('\n');
  let lineIndex = 0;
  return rows.map((texts) => {
    lineIndex = lines.findIndex((line, index) => index >= lineIndex && holdsInOrder(line, texts));
    const line = lines[lineIndex];
    if (line === undefined) throw new Error(`no line holds ${texts.join(' | ')} in\n${output}`);
    lineIndex += 1;
    let from = 0;
    return texts.map((text, index) => {
      const start = startOf(line, text, index, from);
      from = start + text.length;
      return stringWidth(line.slice(0, isFigures(block, index) ? from : start));
    });
  });
}

function holdsInOrder(line: string, texts: readonly string[]): boolean {
  let from = 0;
  return texts.every((text, index) => {
    const start = startOf(line, text, index, from);
    from = start + text.length;
    return start >= 0;
  });
}

/** Two blanks stand before every cell but the first: the same word may occur inside the cell before it. */
function startOf(line: string, text: string, index: number, from: number): number {
  const gap = index === 0 ? '' : '  ';
  const start = line.indexOf(gap + text, from);
  return start < 0 ? start : start + gap.length;
}

/** As the table itself has it: a unit, or nothing but numbers. */
function isFigures({ columns, rows }: TableBlock, index: number): boolean {
  return columns[index]?.unit !== undefined || rows.every(({ cells }) => typeof cells[index] === 'number');
}
