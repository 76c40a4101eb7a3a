import stringWidth from 'string-width';
import type { TableBlock } from '../../src/report/blocks.ts';
import type { TerminalPage } from '../../src/report/report.ts';

export const langs = ['ko', 'en'] as const;

export function pageOf(overrides: Partial<TerminalPage> = {}): TerminalPage {
  return { lang: 'ko', columns: 80, color: false, ascii: false, ...overrides };
}

/** What may not stand on an ASCII page. */
export const notAsciiNorHangul = /[^\n\x20-\x7e\uac00-\ud7a3\u3131-\u318e]/u;

export function linesWiderThan(columns: number, text: string): string[] {
  return text.split('\n').filter((line) => stringWidth(line) > columns);
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
      const start = line.indexOf(text, from);
      from = start + text.length;
      return stringWidth(line.slice(0, block.columns[index]?.unit === undefined ? start : from));
    });
  });
}

function holdsInOrder(line: string, texts: readonly string[]): boolean {
  let from = 0;
  return texts.every((text) => {
    const start = line.indexOf(text, from);
    from = start + text.length;
    return start >= 0;
  });
}
