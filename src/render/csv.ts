import type { Lang } from '../core/text.ts';
import type {
  BarsBlock,
  Block,
  Cell,
  Column,
  HistogramBlock,
  TableBlock,
  TimelineBlock,
} from '../report/blocks.ts';
import type { Report } from '../report/report.ts';
import { columnWords, markWords } from './words.ts';

const header = ['lab', 'run', 'table', 'row', 'column', 'unit', 'value'];

/**
 * Every measured value on a line of its own, unrounded, ready to be pivoted: RFC 4180.
 * Transcripts and notes hold no values and are left out; a run without findings is the header alone.
 */
export function renderCsv({ record, findings }: Report, lang: Lang): string {
  const tables = (findings?.blocks ?? [])
    .map((block) => tableOf(block, lang))
    .filter((table) => table !== null);
  const lines = tables.flatMap(({ title, columns, rows }) =>
    rows.flatMap((row, rowIndex) =>
      columns.map((column, index) => [
        record.lab,
        record.id,
        title[lang],
        rowIndex + 1,
        column.title[lang],
        column.unit ?? '',
        rawValue(row[index] ?? null, lang),
      ]),
    ),
  );
  return [header, ...lines].map((fields) => `${fields.map(field).join(',')}\r\n`).join('');
}

type Table = Pick<TableBlock, 'title' | 'columns' | 'rows'>;

function tableOf(block: Block, lang: Lang): Table | null {
  switch (block.kind) {
    case 'table':
      return block;
    case 'bars':
      return tableOfBars(block);
    case 'histogram':
      return tableOfHistogram(block);
    case 'timeline':
      return tableOfTimeline(block, lang);
    case 'transcript':
    case 'note':
      return null;
  }
}

function tableOfBars({ title, unit, bars }: BarsBlock): Table {
  const { item, value, low, high } = columnWords;
  const figures = bars.some((bar) => bar.low !== undefined) ? [value, low, high] : [value];
  const columns: Column[] = [{ title: item }, ...figures.map((word) => ({ title: word, unit }))];
  return {
    title,
    columns,
    rows: bars.map((bar) => [bar.label, bar.value, bar.low ?? null, bar.high ?? null]),
  };
}

function tableOfHistogram({ title, unit, edges, series }: HistogramBlock): Table {
  const { item, from, to, count } = columnWords;
  const columns: Column[] = [
    { title: item },
    { title: from, unit },
    { title: to, unit },
    { title: count, unit: 'count' },
  ];
  const rows = series.flatMap(({ label, counts }) =>
    counts.map((count, bin) => [label, edges[bin] ?? null, edges[bin + 1] ?? null, count]),
  );
  return { title, columns, rows };
}

function tableOfTimeline({ title, lanes }: TimelineBlock, lang: Lang): Table {
  const { lane, mark, first, last } = columnWords;
  return {
    title,
    columns: [lane, mark, first, last].map((word) => ({ title: word })),
    rows: lanes.flatMap(({ label, spans }) =>
      spans.map((span) => [label, markWords[span.mark][lang], span.first, span.last]),
    ),
  };
}

function rawValue(cell: Cell, lang: Lang): string | number {
  if (cell === null) return '';
  return typeof cell === 'object' ? cell[lang] : cell;
}

function field(value: string | number): string {
  if (typeof value === 'number') return Number.isFinite(value) ? `${value}` : '';
  // A spreadsheet runs a text that begins like a formula, and a text may come from a server's reply. An
  // apostrophe in front makes it words again. Numbers stay as they are: -5 is a value.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
