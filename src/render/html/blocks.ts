import type { Block, Column, TableBlock, TranscriptBlock } from '../../report/blocks.ts';
import { cellText, columnHeading, drawingHeading, holdsFigures } from '../cells.ts';
import { bars, histogram, lines, map, timeline } from './drawings.ts';
import { both, escaped } from './text.ts';

export function htmlBlock(block: Block): string {
  switch (block.kind) {
    case 'table':
      return figure(both(block.title), tableOf(block));
    case 'bars':
      return figure(
        both((lang) => drawingHeading(block, lang)),
        bars(block),
      );
    case 'histogram':
      return figure(
        both((lang) => drawingHeading(block, lang)),
        histogram(block),
      );
    case 'lines':
      return figure(
        both((lang) => drawingHeading(block, lang)),
        lines(block),
      );
    case 'timeline':
      return figure(both(block.title), timeline(block));
    case 'map':
      return figure(both(block.title), map(block));
    case 'transcript':
      return figure(both(block.title), transcript(block));
    case 'note':
      return `<p>${both(block.text)}</p>`;
  }
}

function figure(caption: string, content: string): string {
  return `<figure><figcaption>${caption}</figcaption>${content}</figure>`;
}

/** A phone has room for so many columns; of a row with more it shows each cell under its heading. */
const mostAbreast = 4;

function tableOf(block: TableBlock): string {
  const { columns, rows, notes = [] } = block;
  const isMany = columns.length > mostAbreast;
  const isFigure = columns.map((_, index) => holdsFigures(block, index));
  const align = (index: number) => (isFigure[index] ? ' class="figure"' : '');
  const head = columns.map(
    (column, index) => `<th${align(index)}>${both((lang) => columnHeading(column, lang))}</th>`,
  );
  const body = rows.map(({ cells, clientBound }) => {
    const row = columns.map((column, index) => {
      const mark = index === 0 && clientBound ? '\u00a0*' : '';
      return `<td${align(index)}${isMany ? named(column) : ''}>${both((lang) => whole(cellText(cells[index] ?? null, column, lang)) + mark)}</td>`;
    });
    return `<tr>${row.join('')}</tr>`;
  });
  const list = notes.map((note) => `<li>${both(note)}</li>`).join('');
  return (
    // Who has no mouse scrolls what is too wide by the arrow keys.
    `<div class="wide${isMany ? ' many' : ''}" tabindex="0"><table><thead><tr>${head.join('')}</tr></thead><tbody>${body.join('')}</tbody></table></div>` +
    (list ? `<ul class="notes">${list}</ul>` : '')
  );
}

/** The heading, for where it stands beside its cell. */
function named(column: Column): string {
  return (['ko', 'en'] as const)
    .map((lang) => ` data-${lang}="${escaped(columnHeading(column, lang))}"`)
    .join('');
}

/** An interval is not broken at its dash: word joiners hold it. */
function whole(text: string): string {
  return text.replace(/(\d)–(?=\d)/g, '$1\u2060–\u2060');
}

function transcript({ lines }: TranscriptBlock): string {
  const rows = lines.map(({ connection, direction, line, comment }) => {
    const sign = direction === 'sends' ? '&gt;' : '&lt;';
    const said = `${escaped(connection)} ${sign} ${escaped(line)}`;
    return comment ? `${said}\n    # ${both(comment)}` : said;
  });
  return `<pre>${rows.join('\n')}</pre>`;
}
