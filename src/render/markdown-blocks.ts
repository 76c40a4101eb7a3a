import type { Lang } from '../core/text.ts';
import type { BarsBlock, Block, TableBlock, TimelineBlock, TranscriptBlock } from '../report/blocks.ts';
import { formatFigure, formatSpan, noFigure } from '../report/format.ts';
import { barsHeading, cellText, columnHeading, holdsFigures } from './cells.ts';
import { fence, prose, table } from './markdown-text.ts';
import { marks, spansText } from './spans.ts';
import { padEnd, widestLine } from './terminal-text.ts';
import { columnWords, markWords } from './words.ts';

export function markdownBlock(block: Block, lang: Lang): string {
  switch (block.kind) {
    case 'table':
      return titled(block.title[lang], [tableOf(block, lang), ...notesOf(block, lang)]);
    case 'bars':
      return titled(barsHeading(block, lang), [barsTable(block, lang)]);
    case 'transcript':
      return titled(block.title[lang], [fence(transcript(block, lang))]);
    case 'timeline':
      return titled(block.title[lang], [axisLine(block, lang), lanesTable(block, lang)]);
    case 'note':
      return prose(block.text[lang]);
  }
}

function titled(title: string, parts: readonly string[]): string {
  return [`## ${prose(title)}`, ...parts].join('\n\n');
}

function tableOf(block: TableBlock, lang: Lang): string {
  return table(
    block.columns.map((column) => columnHeading(column, lang)),
    block.columns.map((_, index) => holdsFigures(block, index)),
    block.rows.map((row) => block.columns.map((column, index) => cellText(row[index] ?? null, column, lang))),
  );
}

function notesOf(block: TableBlock, lang: Lang): string[] {
  const notes = block.notes ?? [];
  return notes.length === 0 ? [] : [notes.map((note) => `- ${prose(note[lang])}`).join('\n')];
}

function barsTable(block: BarsBlock, lang: Lang): string {
  const rows = block.bars.map((bar) => [bar.label[lang], formatFigure(bar.value, block.unit)]);
  return table([columnWords.item[lang], columnWords.value[lang]], [false, true], rows);
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
  return prose(`${axis.label[lang]}: ${formatSpan(axis.first, axis.last)}`);
}

function lanesTable(block: TimelineBlock, lang: Lang): string {
  return table(
    [columnWords.lane[lang], ...marks.map((mark) => markWords[mark][lang])],
    [false, true, true, true],
    block.lanes.map((lane) => [
      lane.label[lang],
      ...marks.map((mark) => spansText(lane, mark, lang) ?? noFigure),
    ]),
  );
}
