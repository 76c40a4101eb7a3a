// What became of which message: one that was lost, and all of them under one fault.
import {
  type Block,
  formatFigure,
  fromRuns,
  type Mark,
  type TimelineBlock,
  toRuns,
} from '../../../src/kit/judge.ts';
import type { Cell, Fault, MatrixData } from '../data.ts';
import { cellsIn } from '../judge/cells.ts';
import { cellWords, faultWords, survivors, systemWords } from '../words.ts';

/** The smallest number that was lost, and what happened when; of the system that promised most. */
export function counterExample(data: MatrixData): Block[] {
  const lossy = cellsIn(data).filter(({ example }) => example !== null);
  const promised = lossy.find(({ system }) => survivors.includes(system));
  const cell = promised ?? lossy.find(({ system }) => system === 'streams-off') ?? lossy[0];
  if (!cell?.example) return [];
  const { id, ackedMs, faultMs, healedMs, endedMs } = cell.example;
  const [acked, fault, healed, ended] = [ackedMs, faultMs, healedMs, endedMs].map((ms) => formatFigure(ms));
  const name = cellWords(cell);
  return [
    {
      kind: 'note',
      text: {
        ko: `반례(${name.ko}): 장애 시작 ${fault} ms, ${id}번에 "저장했다"는 응답 ${acked} ms, 장애 끝 ${healed} ms. ${ended} ms까지 기다렸지만 ${id}번은 오지 않았어요.`,
        en: `Counter-example (${name.en}): the fault begins at ${fault} ms, message ${id} is acknowledged at ${acked} ms, the fault is over at ${healed} ms. By ${ended} ms message ${id} has not come.`,
      },
    },
  ];
}

/** One fault, every system: the one under which most systems lost something. */
export function timeline(data: MatrixData): TimelineBlock {
  const faults = [...new Set(cellsIn(data).map(({ fault }) => fault))].filter((fault) => fault !== 'slow');
  const losers = (fault: Fault) =>
    cellsIn(data).filter((cell) => cell.fault === fault && cell.lost.count > 0).length;
  const worst = faults.toSorted((a, b) => losers(b) - losers(a))[0] ?? 'none';
  const cells = cellsIn(data).filter(({ fault }) => fault === worst);
  const last = Math.max(1, ...cells.map(({ sent }) => sent));
  const name = faultWords[worst];
  return {
    kind: 'timeline',
    id: 'ids',
    title: { ko: `어느 메시지가 왔을까: ${name.ko}`, en: `Which messages came: ${name.en}` },
    axis: { label: { ko: '메시지 번호', en: 'message id' }, first: 1, last },
    lanes: cells.map((cell) => ({
      id: cell.system,
      label: systemWords[cell.system],
      spans: spansOf(cell),
    })),
  };
}

function spansOf({ sent, lost, duplicated }: Cell) {
  const marks = new Map<number, Mark>();
  for (const id of fromRuns(lost.ids)) marks.set(id, 'lost');
  for (const id of fromRuns(duplicated.ids)) marks.set(id, 'duplicated');
  const ids = Array.from({ length: sent }, (_, index) => index + 1);
  return (['delivered', 'lost', 'duplicated'] as const)
    .flatMap((mark) =>
      toRuns(ids.filter((id) => (marks.get(id) ?? 'delivered') === mark)).map(([first, last]) => ({
        first,
        last,
        mark,
      })),
    )
    .sort((a, b) => a.first - b.first);
}
