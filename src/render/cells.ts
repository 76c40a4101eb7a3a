import type { Lang } from '../core/text.ts';
import type {
  BarsBlock,
  Cell,
  Column,
  HistogramBlock,
  LinesBlock,
  TableBlock,
  Unit,
} from '../report/blocks.ts';
import { formatFigure, noFigure, unitHeading } from '../report/format.ts';

/** What a reader sees in a cell. */
export function cellText(cell: Cell, column: Column, lang: Lang): string {
  if (cell === null) return noFigure;
  if (typeof cell === 'number') return formatFigure(cell, column.unit);
  return typeof cell === 'string' ? cell : cell[lang];
}

export function columnHeading(column: Column, lang: Lang): string {
  return withUnit(column.title[lang], column.unit, lang);
}

/** Of a drawing whose figures all have one unit. */
export function drawingHeading(block: BarsBlock | HistogramBlock | LinesBlock, lang: Lang): string {
  return withUnit(block.title[lang], block.unit, lang);
}

/** What stands along the axis of lines. */
export function axisHeading({ axis }: LinesBlock, lang: Lang): string {
  return withUnit(axis.label[lang], axis.unit, lang);
}

/** Figures stand on the right. A column without a unit may still hold nothing but numbers: ports, ids. */
export function holdsFigures(block: TableBlock, index: number): boolean {
  if (block.columns[index]?.unit !== undefined) return true;
  const measured = block.rows
    .map((row) => row.cells[index])
    .filter((cell) => cell !== null && cell !== undefined);
  return measured.length > 0 && measured.every((cell) => typeof cell === 'number');
}

function withUnit(title: string, unit: Unit | undefined, lang: Lang): string {
  const heading = unit === undefined ? null : unitHeading(unit);
  return heading === null ? title : `${title} (${heading[lang]})`;
}
