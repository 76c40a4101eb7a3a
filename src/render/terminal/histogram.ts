import type { HistogramBlock } from '../../report/blocks.ts';
import { formatFigure } from '../../report/format.ts';
import type { TerminalPage } from '../../report/report.ts';
import { mergeBins } from '../histogram-bins.ts';
import { styleOf } from './style.ts';
import { beside, besideMargin, labelShare, proseColumns, widthOf, wrapLabels } from './text.ts';

/** From nothing to the most; without the blocks of a terminal, letters that look heavier and heavier. */
const heights = [...' ▁▂▃▄▅▆▇█'];
const asciiHeights = [...' .:-=+*#@'];

/** One line for each series over one axis: the higher the block, the more samples; each against its own highest bin. */
export function renderHistogram(block: HistogramBlock, page: TerminalPage): string {
  const { accent, faint } = styleOf(page);
  const labels = wrapLabels(
    block.series.map((series) => series.label[page.lang]),
    page.columns * labelShare,
  );
  const available = Math.max(1, proseColumns(page.columns) - besideMargin - labels.width);
  const { edges, series } = mergeBins(block, available);
  const bins = edges.length - 1;
  const cellsPerBin = Math.max(1, Math.floor(available / bins));
  const ramp = page.ascii ? asciiHeights : heights;
  const lanes = series.map(({ counts }, index) => {
    const most = Math.max(...counts);
    const cells = counts.map((count) => heightOf(count, most, ramp).repeat(cellsPerBin));
    return beside(labels.lines[index] ?? [], [accent(cells.join(''))], labels.width);
  });
  const ruler = drawRuler(edges, cellsPerBin, block).map(faint);
  return [...lanes, beside([], ruler, labels.width)].join('\n');
}

/** Something is never drawn as nothing. */
function heightOf(count: number, most: number, ramp: readonly string[]): string {
  const steps = ramp.length - 1;
  return ramp[count === 0 ? 0 : Math.max(1, Math.round((count / most) * steps))] ?? '';
}

/** A line with a tick where a figure stands under it; a figure that has no room is left out. */
function drawRuler(edges: readonly number[], cellsPerBin: number, { unit }: HistogramBlock): string[] {
  const width = (edges.length - 1) * cellsPerBin;
  const line = Array.from({ length: width }, () => '─');
  let figures = '';
  edges.forEach((edge, at) => {
    const figure = formatFigure(Number(edge.toPrecision(2)), unit);
    const start = at * cellsPerBin;
    if (start >= width || start + widthOf(figure) > width || (at > 0 && start < widthOf(figures) + 4)) return;
    line[start] = '┴';
    figures = figures.padEnd(start) + figure;
  });
  return [line.join(''), figures];
}
