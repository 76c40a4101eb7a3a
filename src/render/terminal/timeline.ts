import type { Mark, TimelineBlock } from '../../report/blocks.ts';
import type { TerminalPage } from '../../report/report.ts';
import { marks, spansText } from '../spans.ts';
import { markWords } from '../words.ts';
import { type Style, styleOf } from './style.ts';
import { beside, besideMargin, labelShare, widthOf, wrap, wrapLabels } from './text.ts';

type Axis = TimelineBlock['axis'];
type Lane = TimelineBlock['lanes'][number];

const glyphs: Readonly<Record<Mark, string>> = { delivered: '━', lost: '×', duplicated: '◆' };
/** The last one drawn wins a cell that stands for several ids: a loss must never disappear in the scale. */
const drawingOrder: readonly Mark[] = ['delivered', 'duplicated', 'lost'];

/** Lanes above one ruler of ids, each with its lost and duplicated ids spelled out. */
export function renderTimeline(block: TimelineBlock, page: TerminalPage): string {
  const { lang } = page;
  const style = styleOf(page);
  const labels = wrapLabels(
    [...block.lanes.map((lane) => lane.label[lang]), block.axis.label[lang]],
    page.columns * labelShare,
  );
  const rightColumns = page.columns - besideMargin - labels.width;
  const cells = cellsFor(block.axis, rightColumns);
  const lanes = block.lanes.map((lane, index) => {
    const said = marks.slice(1).flatMap((mark) => {
      const spans = spansText(lane, mark, block.axis, lang);
      return spans === null
        ? []
        : wrap(`${markWords[mark][lang]} ${spans}`, rightColumns).map(paintOf(mark, style));
    });
    return beside(
      labels.lines[index] ?? [],
      [drawLane(lane, block.axis, cells, style), ...said],
      labels.width,
    );
  });
  const ruler = drawRuler(block.axis, cells).map(style.faint);
  const axis = beside(['', ...(labels.lines.at(-1) ?? [])].map(style.faint), ruler, labels.width);
  return [...lanes, axis, '', legend(block, page, style)].join('\n');
}

/** Whole cells for each id where they fit; otherwise ids share cells. */
function cellsFor(axis: Axis, availableColumns: number): number {
  const ids = idsOf(axis);
  const available = Math.max(1, availableColumns);
  return ids > available ? available : Math.floor(available / ids) * ids;
}

function drawLane(lane: Lane, axis: Axis, cells: number, style: Style): string {
  const cellMarks: (Mark | null)[] = Array.from({ length: cells }, () => null);
  for (const mark of drawingOrder) {
    for (const span of lane.spans.filter((candidate) => candidate.mark === mark)) {
      cellMarks.fill(mark, cellOf(span.first, axis, cells), cellOf(span.last + 1, axis, cells, Math.ceil));
    }
  }
  const line = cellMarks.map((mark) => (mark === null ? ' ' : glyphs[mark])).join('');
  return marks.reduce(
    (text, mark) => text.replace(new RegExp(`${glyphs[mark]}+`, 'g'), paintOf(mark, style)),
    line,
  );
}

/** The cell in which an id begins, kept on the axis. */
function cellOf(id: number, axis: Axis, cells: number, round: (x: number) => number = Math.floor): number {
  const cell = round(((id - axis.first) * cells) / idsOf(axis));
  return Math.min(cells, Math.max(0, cell));
}

function idsOf(axis: Axis): number {
  return Math.max(1, axis.last - axis.first + 1);
}

/** A line with ticks, and under it the ids that begin there: the first, the last and round ones between. */
function drawRuler(axis: Axis, cells: number): [string, string] {
  const line = Array.from({ length: cells }, () => '─');
  let labels = `${axis.first}`;
  line[0] = '┴';
  const lastLabel = `${axis.last}`;
  const lastStart = cells - lastLabel.length;
  for (const id of roundIds(axis, cells)) {
    const start = cellOf(id, axis, cells);
    if (start < labels.length + 2 || start + `${id}`.length + 2 > lastStart) continue;
    line[start] = '┴';
    labels = labels.padEnd(start) + id;
  }
  if (lastStart >= labels.length + 1) {
    line[cells - 1] = '┴';
    labels = labels.padEnd(lastStart) + lastLabel;
  }
  return [line.join(''), labels];
}

/** Multiples of 1, 2 or 5 times a power of ten, about ten cells apart. */
function roundIds(axis: Axis, cells: number): number[] {
  const apart = Math.max(1, (idsOf(axis) * 10) / cells);
  const power = 10 ** Math.floor(Math.log10(apart));
  const step = power * ([1, 2, 5].find((factor) => factor * power >= apart) ?? 10);
  const ids: number[] = [];
  for (let id = (Math.floor(axis.first / step) + 1) * step; id < axis.last; id += step) ids.push(id);
  return ids;
}

function legend(block: TimelineBlock, { lang, columns }: TerminalPage, style: Style): string {
  const used = marks.filter((mark) =>
    block.lanes.some((lane) => lane.spans.some((span) => span.mark === mark)),
  );
  const entries = used.map((mark) => {
    const word = markWords[mark][lang];
    const term = lang === 'en' ? '' : ` (${mark})`;
    return `${paintOf(mark, style)(glyphs[mark].repeat(2))} ${word}${style.faint(term)}`;
  });
  const line = `  ${entries.join('   ')}`;
  return widthOf(line) <= columns ? line : entries.map((entry) => `  ${entry}`).join('\n');
}

function paintOf(mark: Mark, style: Style) {
  return { delivered: style.good, lost: style.bad, duplicated: style.unsure }[mark];
}
