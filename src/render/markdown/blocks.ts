import type { Lang } from '../../core/text.ts';
import type {
  BarsBlock,
  Block,
  HistogramBlock,
  LinesBlock,
  MapBlock,
  TableBlock,
  TimelineBlock,
  TranscriptBlock,
} from '../../report/blocks.ts';
import { formatFigure, formatSpan, noFigure } from '../../report/format.ts';
import { axisHeading, cellText, columnHeading, drawingHeading, holdsFigures } from '../cells.ts';
import { mergeBins } from '../histogram-bins.ts';
import { sightings } from '../sightings.ts';
import { marks, spansText } from '../spans.ts';
import { padEnd, widestLine } from '../terminal/text.ts';
import { columnWords, markWords, sightingWords } from '../words.ts';
import { fence, prose, table } from './text.ts';

export function markdownBlock(block: Block, lang: Lang): string {
  switch (block.kind) {
    case 'table':
      return titled(block.title[lang], [tableOf(block, lang), ...notesOf(block, lang)]);
    case 'bars':
      return titled(drawingHeading(block, lang), [barsTable(block, lang)]);
    case 'histogram':
      return titled(drawingHeading(block, lang), [histogramTable(block, lang)]);
    case 'lines':
      return titled(drawingHeading(block, lang), [linesTable(block, lang)]);
    case 'transcript':
      return titled(block.title[lang], [fence(transcript(block, lang))]);
    case 'timeline':
      return titled(block.title[lang], [axisLine(block, lang), lanesTable(block, lang)]);
    case 'map':
      return titled(block.title[lang], [sightingsTable(block, lang)]);
    case 'note':
      return prose(block.text[lang]);
  }
}

function titled(title: string, parts: readonly string[]): string {
  return [`### ${prose(title)}`, ...parts].join('\n\n');
}

function tableOf(block: TableBlock, lang: Lang): string {
  return table(
    block.columns.map((column) => columnHeading(column, lang)),
    block.columns.map((_, index) => holdsFigures(block, index)),
    block.rows.map((row) =>
      block.columns.map((column, index) => {
        const mark = index === 0 && row.clientBound ? ' *' : '';
        return cellText(row.cells[index] ?? null, column, lang) + mark;
      }),
    ),
  );
}

function notesOf(block: TableBlock, lang: Lang): string[] {
  const notes = block.notes ?? [];
  return notes.length === 0 ? [] : [notes.map((note) => `- ${prose(note[lang])}`).join('\n')];
}

function barsTable(block: BarsBlock, lang: Lang): string {
  const { item, value, low, high } = columnWords;
  const withWhiskers = block.bars.some((bar) => bar.low !== undefined);
  const words = withWhiskers ? [item, value, low, high] : [item, value];
  const figure = (value: number | undefined) =>
    value === undefined ? noFigure : formatFigure(value, block.unit);
  const rows = block.bars.map((bar) => [
    bar.label[lang],
    figure(bar.value),
    ...(withWhiskers ? [figure(bar.low), figure(bar.high)] : []),
  ]);
  return table(
    words.map((word) => word[lang]),
    words.map((word) => word !== item),
    rows,
  );
}

/** A page has room for a few bins. */
const mostBins = 12;

function histogramTable(block: HistogramBlock, lang: Lang): string {
  const { edges, series } = mergeBins(block, mostBins);
  const rows = edges
    .slice(0, -1)
    .map((edge, bin) => [
      formatFigure(edge, block.unit),
      ...series.map(({ counts }) => formatFigure(counts[bin] ?? 0, 'count')),
    ]);
  return table(
    [columnWords.from[lang], ...series.map(({ label }) => label[lang])],
    [true, ...series.map(() => true)],
    rows,
  );
}

function linesTable(block: LinesBlock, lang: Lang): string {
  const { axis, series, unit } = block;
  const figure = (value: number | null | undefined) => formatFigure(value ?? Number.NaN, unit);
  return table(
    [axisHeading(block, lang), ...series.map(({ label }) => label[lang])],
    [true, ...series.map(() => true)],
    axis.at.map((at, place) => [
      formatFigure(at, axis.unit),
      ...series.map(({ values }) => figure(values[place])),
    ]),
  );
}

/** As in the terminal: who, `>` sends or `<` receives, what; a comment under its line. */
function transcript(block: TranscriptBlock, lang: Lang): string {
  const nameWidth = widestLine(block.lines.map(({ connection }) => connection));
  const margin = ' '.repeat(nameWidth + 3);
  const rows = block.lines.map(({ connection, direction, line, comment }) => {
    const sign = direction === 'sends' ? '>' : '<';
    const said = `${padEnd(connection, nameWidth)} ${sign} ${line.replaceAll('\n', `\n${margin}`)}`;
    return comment ? `${said}\n${margin}# ${comment[lang]}` : said;
  });
  return rows.join('\n');
}

function axisLine({ axis }: TimelineBlock, lang: Lang): string {
  return prose(`${axis.label[lang]}: ${formatSpan(axis.first, axis.last)[lang]}`);
}

function lanesTable(block: TimelineBlock, lang: Lang): string {
  return table(
    [columnWords.lane[lang], ...marks.map((mark) => markWords[mark][lang])],
    [false, true, true, true],
    block.lanes.map((lane) => [
      lane.label[lang],
      ...marks.map((mark) => spansText(lane, mark, block.axis, lang) ?? noFigure),
    ]),
  );
}

/** A page of Markdown has no map: how many are seen how. */
function sightingsTable({ dots }: MapBlock, lang: Lang): string {
  return table(
    [columnWords.item[lang], columnWords.count[lang]],
    [false, true],
    sightings(dots).map(([seen, count]) => [sightingWords[seen][lang], formatFigure(count, 'count')]),
  );
}
