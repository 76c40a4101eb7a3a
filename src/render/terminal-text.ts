import stringWidth from 'string-width';
import wrapAnsi from 'wrap-ansi';

/** Cells of the terminal, not characters: Hangul takes two. */
export function widthOf(text: string): number {
  return stringWidth(text);
}

export function padEnd(text: string, width: number): string {
  return text + ' '.repeat(Math.max(0, width - widthOf(text)));
}

export function padStart(text: string, width: number): string {
  return ' '.repeat(Math.max(0, width - widthOf(text))) + text;
}

const figureAndUnit = /(\d) (?=(?:ms|[µu]s|[KMGT]?i?B|[×x])(?![\p{Script=Latin}\d]))/gu;

/** Breaks between words only, never between a figure and its unit; a word wider than the width keeps its line. */
export function wrap(text: string, width: number): string[] {
  const held = text.replace(figureAndUnit, '$1\u00a0');
  return wrapAnsi(held, Math.max(1, Math.floor(width)))
    .replaceAll('\u00a0', ' ')
    .split('\n');
}

export function widestLine(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(widthOf));
}

/** Long lines of prose are hard to read, however wide the window is. */
export function proseColumns(columns: number): number {
  return Math.min(columns, 80);
}

/** Text behind a prefix, its further lines standing under the first one's text. */
export function hang(prefix: string, text: string, columns: number): string {
  const indent = widthOf(prefix);
  const [first, ...others] = wrap(text, columns - indent);
  return [`${prefix}${first}`, ...others.map((line) => ' '.repeat(indent) + line)].join('\n');
}

export function paragraph(text: string, columns: number): string {
  return hang('  ', text, proseColumns(columns));
}

/** The blanks that `beside` adds: left of the labels, and between. */
export const besideMargin = 4;

/** Two stacks of lines next to each other. */
export function beside(left: readonly string[], right: readonly string[], leftWidth: number): string {
  const height = Math.max(left.length, right.length);
  return Array.from({ length: height }, (_, row) =>
    `  ${padEnd(left[row] ?? '', leftWidth)}  ${right[row] ?? ''}`.trimEnd(),
  ).join('\n');
}

/** How much of the width the labels of a drawing may take. */
export const labelShare = 0.3;

/** Labels at the left of something, wrapped so that most of the width is left for it. */
export function wrapLabels(labels: readonly string[], mostColumns: number) {
  const lines = labels.map((label) => wrap(label, mostColumns));
  return { lines, width: Math.max(0, ...lines.map(widestLine)) };
}
