import stringWidth from 'fast-string-width';
import { wrapAnsi } from 'fast-wrap-ansi';

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

/** What is read as one word: `12.3 ms`, `약 3`, `kill -9`, `seed 42`, `95% interval 0.9–18`, `npx redis-lab pubsub --gap 5`. */
const oneWord = [
  /\d (?=(?:m?s|[µu]s|[KMGT]?i?B|[×x])(?![\p{Script=Latin}\d]))/gu,
  /(?<!\p{L})(?:약|시드|포트|종료 코드|seed|port|exit code|Node|redis) (?=\d)/gu,
  /\bkill (?=-\d)/gu,
  /\d% (?:신뢰구간|interval) (?=\(?\d)/gu,
] as const;

const command = /(?:npx )?redis-lab(?: [a-z][\w-]*)?(?: --[\w-]+(?: \d[\w,.]*)?)*/gu;

/** Between a figure and its interval: `18.7배(95% 신뢰구간 15.3~23배)`. */
const beforeInterval = /(?<=\S)(?=\(\d+%\u2007)/gu;

const figureSpace = '\u2007';

/** Text that is never broken, where it would be wrapped: a command is there to be copied, and a path too. */
export function unbroken(text: string): string {
  return text.replaceAll(' ', '\u00a0');
}

/**
 * Breaks between words only. A figure stays with its unit where the line has room for both; a word or a command
 * that is wider than the width keeps its line.
 */
export function wrap(text: string, width: number): string[] {
  const columns = Math.max(1, Math.floor(width));
  // What is too wide with all that belongs together gives way a step at a time.
  const steps = [held(text), (line: string) => line.replace(beforeInterval, ' '), freed] as const;
  const [first, ...wider] = steps;
  const lines = wider.reduce(
    (whole, loosened) =>
      whole.flatMap((line) => (widthOf(line) > columns ? broken(loosened(line), columns) : line)),
    broken(first, columns),
  );
  return lines.map((line) => freed(line).replaceAll('\u00a0', ' '));
}

function broken(text: string, columns: number): string[] {
  return wrapAnsi(text, columns).split('\n');
}

/** The least width at which nothing that belongs together is parted. */
export function leastWidth(text: string): number {
  return widestLine(held(text).split(' '));
}

function held(text: string): string {
  const commandsHeld = text.replace(command, unbroken);
  return oneWord.reduce(
    (line, pattern) => line.replace(pattern, (words) => words.replaceAll(' ', figureSpace)),
    commandsHeld,
  );
}

function freed(line: string): string {
  return line.replaceAll(figureSpace, ' ');
}

export function widestLine(lines: readonly string[]): number {
  return Math.max(0, ...lines.map(widthOf));
}

/** How many rows a text takes on the screen: a command that is wider than the page goes on in the next one. */
export function rowsOf(text: string, columns: number): number {
  const rows = text.split('\n').map((line) => Math.max(1, Math.ceil(widthOf(line) / columns)));
  return rows.reduce((sum, row) => sum + row, 0);
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

/** What of a line fits, with a sign that there was more. */
export function cut(line: string, columns: number): string {
  if (widthOf(line) <= columns) return line;
  let short = line;
  while (widthOf(short) > columns - 1) short = short.slice(0, -1);
  return `${short}…`;
}
