import type { Lang } from '../core/text.ts';
import type {
  Block,
  Cell,
  HistogramBlock,
  LinesBlock,
  MapBlock,
  TableBlock,
  TimelineBlock,
} from '../report/blocks.ts';
import type { Findings } from '../report/findings.ts';
import type { Report } from '../report/report.ts';
import { visibleButSpace } from './printable.ts';

const header = ['lab', 'run', 'act', 'table', 'row', 'column', 'unit', 'value'];

/** One measured value: everything but the value goes by ids that are the same in every language. */
interface Value {
  readonly row: string;
  readonly column: string;
  readonly unit: string;
  readonly value: Cell;
}

/**
 * Every measured value on a line of its own, unrounded, ready to be pivoted: RFC 4180.
 * Transcripts and notes hold no values and are left out; a run without findings is the header alone.
 */
export function renderCsv({ record, findings }: Report, lang: Lang): string {
  const lines = blocksOf(findings).flatMap(([act, block]) =>
    valuesOf(block).map(({ row, column, unit, value }) => [
      record.lab,
      record.id,
      act,
      'id' in block ? block.id : '',
      row,
      column,
      unit,
      rawValue(value, lang),
    ]),
  );
  return [header, ...lines].map((fields) => `${fields.map(field).join(',')}\r\n`).join('');
}

/** The table that decides belongs to no act and comes first. */
function blocksOf(findings: Findings | null): (readonly [act: string, block: Block])[] {
  if (findings === null) return [];
  const { comparison, acts } = findings;
  return [
    ...(comparison ? [['', comparison] as const] : []),
    ...acts.flatMap(({ id, blocks }) => blocks.map((block) => [id, block] as const)),
  ];
}

function valuesOf(block: Block): Value[] {
  switch (block.kind) {
    case 'table':
      return valuesOfTable(block);
    case 'bars':
      return block.bars.flatMap(({ id, value, low, high }) =>
        Object.entries({ value, low, high }).flatMap(([column, figure]) =>
          figure === undefined ? [] : [{ row: id, column, unit: block.unit, value: figure }],
        ),
      );
    case 'histogram':
      return valuesOfHistogram(block);
    case 'lines':
      return valuesOfLines(block);
    case 'timeline':
      return valuesOfTimeline(block);
    case 'map':
      return valuesOfMap(block);
    case 'transcript':
    case 'note':
      return [];
  }
}

function valuesOfTable({ columns, rows }: TableBlock): Value[] {
  return rows.flatMap(({ id, cells }) =>
    columns.map((column, index) => ({
      row: id,
      column: column.id,
      unit: column.unit ?? '',
      value: cells[index] ?? null,
    })),
  );
}

/** A row for each bin of each series: `shared:0`, `shared:1` … */
function valuesOfHistogram({ unit, edges, series }: HistogramBlock): Value[] {
  return series.flatMap(({ id, counts }) =>
    counts.flatMap((count, bin) => [
      { row: `${id}:${bin}`, column: 'from', unit, value: edges[bin] ?? null },
      { row: `${id}:${bin}`, column: 'to', unit, value: edges[bin + 1] ?? null },
      { row: `${id}:${bin}`, column: 'samples', unit: 'count', value: count },
    ]),
  );
}

/** A row for each place of each series: `websocket:0`, `websocket:1` … */
function valuesOfLines({ unit, axis, series }: LinesBlock): Value[] {
  return series.flatMap(({ id, values }) =>
    axis.at.flatMap((at, place) => [
      { row: `${id}:${place}`, column: 'at', unit: axis.unit, value: at },
      { row: `${id}:${place}`, column: 'value', unit, value: values[place] ?? null },
    ]),
  );
}

/** A row for each span of each lane, in order. */
function valuesOfTimeline({ lanes }: TimelineBlock): Value[] {
  return lanes.flatMap(({ id, spans }) =>
    spans.flatMap(({ first, last, mark }, index) =>
      Object.entries({ mark, first, last }).map(([column, value]) => ({
        row: `${id}:${index}`,
        column,
        unit: '',
        value,
      })),
    ),
  );
}

/** A row for each of the others: how far in metres, and how they are seen. */
function valuesOfMap({ dots }: MapBlock): Value[] {
  return dots.flatMap(({ id, eastM, northM, seen }) => [
    { row: id, column: 'east', unit: 'm', value: eastM },
    { row: id, column: 'north', unit: 'm', value: northM },
    { row: id, column: 'seen', unit: '', value: seen },
  ]);
}

function rawValue(cell: Cell, lang: Lang): string | number {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell[lang] : cell;
}

function field(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : '';
  // A spreadsheet runs a text that begins like a formula, and a text may come from a server's reply. An
  // apostrophe in front makes it words again. Numbers stay as they are: -5 is a value.
  const shown = visibleButSpace(value);
  const text = /^[=+\-@\t\r\n＝＋－＠]/.test(shown) ? `'${shown}` : shown;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
