import type { Bar, BarsBlock } from '../../report/blocks.ts';
import { formatFigure } from '../../report/format.ts';
import type { TerminalPage } from '../../report/report.ts';
import { type Style, styleOf } from './style.ts';
import { beside, besideMargin, labelShare, padStart, proseColumns, widestLine, wrapLabels } from './text.ts';

/** Label, figure, bar: the figures stand in one column, whatever the bars do. */
export function renderBars(block: BarsBlock, page: TerminalPage): string {
  const labels = wrapLabels(
    block.bars.map((bar) => bar.label[page.lang]),
    page.columns * labelShare,
  );
  const figures = block.bars.map((bar) => formatFigure(bar.value, block.unit));
  const figureWidth = widestLine(figures);
  const longest = Math.max(1, proseColumns(page.columns) - besideMargin - labels.width - figureWidth - 2);
  const most = Math.max(...block.bars.map((bar) => bar.high ?? bar.value));
  const style = styleOf(page);
  const rows = block.bars.map((bar, index) => {
    const right = `${padStart(figures[index] ?? '', figureWidth)}  ${drawBar(bar, most, longest, style)}`;
    return beside(labels.lines[index] ?? [], [right], labels.width);
  });
  return rows.join('\n');
}

/** With whiskers: solid up to the low end, shaded up to the figure, and a line from there to the high end. */
function drawBar({ value, low, high }: Bar, most: number, longest: number, { accent, faint }: Style): string {
  // Something is never drawn as nothing.
  const cellsOf = (figure: number) => (figure > 0 ? Math.max(1, Math.round((figure / most) * longest)) : 0);
  const at = cellsOf(value);
  if (low === undefined || high === undefined) return accent('▇'.repeat(at));
  const [from, to] = [Math.min(at, cellsOf(low)), Math.max(at, cellsOf(high))];
  const line = to > at ? `${'─'.repeat(to - at - 1)}┤` : '';
  return accent('▇'.repeat(from) + '▒'.repeat(at - from)) + faint(line);
}
