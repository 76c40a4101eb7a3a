/** Plain text that Markdown must not take for markup, in a paragraph, a list or a table's cell. */
export function prose(text: string): string {
  return text
    .replace(/[\\`*_<>[\]|~]/g, '\\$&')
    .replace(/^(\s*)([#+=-])/gm, '$1\\$2')
    .replace(/^(\s*\d+)([.)])(?=\s|$)/gm, '$1\\$2');
}

/** Cells have no lines of their own. */
export function cell(text: string): string {
  return prose(text).replace(/\r?\n/g, '<br>');
}

/** A command or a path in a sentence. The ticks around it outnumber those in it. */
export function code(text: string): string {
  const ticks = '`'.repeat(longestTicks(text) + 1);
  return longestTicks(text) === 0 ? `\`${text}\`` : `${ticks} ${text} ${ticks}`;
}

export function fence(text: string): string {
  const ticks = '`'.repeat(Math.max(3, longestTicks(text) + 1));
  return `${ticks}text\n${text.replace(/\n+$/, '')}\n${ticks}`;
}

function longestTicks(text: string): number {
  return Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
}

/** A table whose figures stand on the right. */
export function table(
  head: readonly string[],
  rightAligned: readonly boolean[],
  rows: readonly (readonly string[])[],
): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = rightAligned.map((right) => (right ? '---:' : '---'));
  return [head.map(cell), rule, ...rows.map((row) => row.map(cell))].map(line).join('\n');
}
