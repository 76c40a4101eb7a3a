import type { BarsBlock, Block, TranscriptBlock } from '../report/blocks.ts';
import { formatFigure } from '../report/format.ts';
import type { TerminalPage } from '../report/report.ts';
import { barsHeading } from './cells.ts';
import { styleOf } from './terminal-style.ts';
import { renderTable } from './terminal-table.ts';
import {
  beside,
  besideMargin,
  hang,
  labelShare,
  padEnd,
  padStart,
  paragraph,
  proseColumns,
  widestLine,
  widthOf,
  wrapLabels,
} from './terminal-text.ts';
import { renderTimeline } from './terminal-timeline.ts';

export function renderBlock(block: Block, page: TerminalPage): string {
  const { lang } = page;
  switch (block.kind) {
    case 'table': {
      const notes = (block.notes ?? []).map((note) => footnote(note[lang], page));
      const parts = [renderTable(block, page), ...(notes.length > 0 ? [notes.join('\n')] : [])];
      return titled(block.title[lang], parts, page);
    }
    case 'bars':
      return titled(barsHeading(block, lang), [renderBars(block, page)], page);
    case 'transcript':
      return titled(block.title[lang], [renderTranscript(block, page)], page);
    case 'timeline':
      return titled(block.title[lang], [renderTimeline(block, page)], page);
    case 'note':
      return paragraph(block.text[lang], page.columns);
  }
}

/** A heading over its parts, each a paragraph of its own. */
export function titled(title: string, parts: readonly string[], page: TerminalPage): string {
  const heading = styleOf(page).strong(hang('', title, page.columns));
  return [heading, ...parts].join('\n\n');
}

function footnote(text: string, page: TerminalPage): string {
  return faintly(hang('  * ', text, proseColumns(page.columns)), page);
}

function faintly(lines: string, page: TerminalPage): string {
  return lines.split('\n').map(styleOf(page).faint).join('\n');
}

/** Label, figure, bar: the figures stand in one column, whatever the bars do. */
function renderBars(block: BarsBlock, page: TerminalPage): string {
  const { accent } = styleOf(page);
  const labels = wrapLabels(
    block.bars.map((bar) => bar.label[page.lang]),
    page.columns * labelShare,
  );
  const figures = block.bars.map((bar) => formatFigure(bar.value, block.unit));
  const figureWidth = widestLine(figures);
  const longest = Math.max(1, proseColumns(page.columns) - besideMargin - labels.width - figureWidth - 2);
  const most = Math.max(...block.bars.map((bar) => bar.value));
  const rows = block.bars.map(({ value }, index) => {
    // Something is never drawn as nothing.
    const cells = value > 0 ? Math.max(1, Math.round((value / most) * longest)) : 0;
    const right = `${padStart(figures[index] ?? '', figureWidth)}  ${accent('▇'.repeat(cells))}`;
    return beside(labels.lines[index] ?? [], [right], labels.width);
  });
  return rows.join('\n');
}

/** Who sent (`>`) and who received (`<`) what; the name stands where it changes. */
function renderTranscript(block: TranscriptBlock, page: TerminalPage): string {
  const { faint, accent } = styleOf(page);
  const nameWidth = Math.max(0, ...block.lines.map(({ connection }) => widthOf(connection)));
  const rows = block.lines.map(({ connection, direction, line, comment }, index) => {
    const isSame = block.lines[index - 1]?.connection === connection;
    const sign = direction === 'sends' ? '>' : '<';
    const [first = '', ...others] = line.split('\n');
    const margin = ' '.repeat(nameWidth + 5);
    const lines = [
      hangLine(`  ${accent(padEnd(isSame ? '' : connection, nameWidth))} ${faint(sign)} `, first, page),
      ...others.map((other) => hangLine(margin, other, page)),
    ];
    if (comment)
      lines.push(faintly(hang(`${margin}# `, comment[page.lang], proseColumns(page.columns)), page));
    return lines.join('\n');
  });
  return rows.join('\n');
}

/** redis-cli shows nesting by leading blanks, which wrapping would take away: only too long a line is wrapped. */
function hangLine(prefix: string, line: string, page: TerminalPage): string {
  return widthOf(prefix) + widthOf(line) <= page.columns ? prefix + line : hang(prefix, line, page.columns);
}
