import type { Block, TranscriptBlock } from '../../report/blocks.ts';
import type { TerminalPage } from '../../report/report.ts';
import { drawingHeading } from '../cells.ts';
import { renderBars } from './bars.ts';
import { renderHistogram } from './histogram.ts';
import { renderLines } from './lines.ts';
import { renderMap } from './map.ts';
import { styleOf, titled } from './style.ts';
import { renderTable } from './table.ts';
import { hang, padEnd, paragraph, proseColumns, widthOf } from './text.ts';
import { renderTimeline } from './timeline.ts';

export function renderBlock(block: Block, page: TerminalPage): string {
  const { lang } = page;
  switch (block.kind) {
    case 'table': {
      const notes = (block.notes ?? []).map((note) => footnote(note[lang], page));
      const parts = [renderTable(block, page), ...(notes.length > 0 ? [notes.join('\n')] : [])];
      return titled(block.title[lang], parts, page);
    }
    case 'bars':
      return titled(drawingHeading(block, lang), [renderBars(block, page)], page);
    case 'histogram':
      return titled(drawingHeading(block, lang), [renderHistogram(block, page)], page);
    case 'lines':
      return titled(drawingHeading(block, lang), [renderLines(block, page)], page);
    case 'transcript':
      return titled(block.title[lang], [renderTranscript(block, page)], page);
    case 'timeline':
      return titled(block.title[lang], [renderTimeline(block, page)], page);
    case 'map':
      return titled(block.title[lang], [renderMap(block, page)], page);
    case 'note':
      return paragraph(block.text[lang], page.columns);
  }
}

function footnote(text: string, page: TerminalPage): string {
  return faintly(hang('  - ', text, proseColumns(page.columns)), page);
}

function faintly(lines: string, page: TerminalPage): string {
  return lines.split('\n').map(styleOf(page).faint).join('\n');
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
