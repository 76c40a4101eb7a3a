import type { LinesBlock } from '../../report/blocks.ts';
import { formatFigure } from '../../report/format.ts';
import type { TerminalPage } from '../../report/report.ts';
import { axisHeading } from '../cells.ts';
import { styleOf } from './style.ts';
import { beside, besideMargin, hang, padStart, proseColumns, widestLine } from './text.ts';

/** One for each series, told apart without colour. */
const marks = ['●', '○', '▲', '×'] as const;
const rows = 8;
const widest = 48;

/** Figures as marks over a grid from nothing to the highest, dots between them; below it which mark is whose. */
export function renderLines(block: LinesBlock, page: TerminalPage): string {
  const { axis, series, unit } = block;
  const most = Math.max(0, ...series.flatMap(({ values }) => values.map((value) => value ?? 0)));
  const scale = [formatFigure(most, unit), formatFigure(most / 2, unit), formatFigure(0, unit)];
  const scaleWidth = widestLine(scale);
  const width = Math.max(
    axis.at.length,
    Math.min(widest, proseColumns(page.columns) - besideMargin - scaleWidth - 2),
  );
  const columnOf = (place: number) => Math.round((place / Math.max(1, axis.at.length - 1)) * (width - 1));
  const rowOf = (value: number) => Math.round((1 - value / (most || 1)) * rows);

  const { accent, faint } = styleOf(page);
  const grid = Array.from({ length: rows + 1 }, () => new Array<string>(width).fill(' '));
  const draw = (column: number, value: number, sign: string) => {
    const row = grid[rowOf(value)];
    if (row && (sign !== dot || row[column] === ' ')) row[column] = sign;
  };
  series.forEach(({ values }, index) => {
    values.forEach((value, place) => {
      if (value === null) return;
      const next = values[place + 1] ?? value;
      const [from, to] = [columnOf(place), columnOf(place + 1)];
      for (let column = from + 1; column < to && place + 1 < values.length; column += 1)
        draw(column, value + ((next - value) * (column - from)) / (to - from), dot);
      draw(from, value, marks[index % marks.length] ?? dot);
    });
  });

  const named = [scale[0], scale[1], scale[2]];
  const left = grid.map((_, row) =>
    padStart(row % (rows / 2) === 0 ? (named[row / (rows / 2)] ?? '') : '', scaleWidth),
  );
  const right = [
    ...grid.map((row) => `${faint('│')}${accent(row.join('').trimEnd())}`),
    faint(`└${'─'.repeat(width)}`),
    faint(` ${placesLine(block, columnOf, width)}`),
    faint(` ${axisHeading(block, page.lang)}`),
  ];
  const legend = series.map(({ label }, index) =>
    hang(`  ${marks[index % marks.length]} `, label[page.lang], proseColumns(page.columns)),
  );
  return [beside(left, right, scaleWidth), ...legend].join('\n');
}

const dot = '·';

/** The figures of the axis under their places, as far as there is room; the last stands at the right end. */
function placesLine({ axis }: LinesBlock, columnOf: (place: number) => number, width: number): string {
  const figures = axis.at.map((at) => formatFigure(at, axis.unit));
  const last = figures.at(-1) ?? '';
  let line = '';
  figures.slice(0, -1).forEach((figure, place) => {
    const start = columnOf(place);
    if (place > 0 && start < line.length + 1) return;
    if (start + figure.length + 1 > width - last.length) return;
    line = line.padEnd(start) + figure;
  });
  return line.padEnd(width - last.length) + last;
}
