// Columns that several tables have, and how a row of a cell fills them.
import {
  formatFigure,
  Histogram,
  type HistogramJson,
  same,
  type Cell as TableCell,
  type Text,
} from '../../../src/kit/judge.ts';
import type { ArmFigures, Cell } from '../data.ts';
import { auditOf, perSecondOf } from '../parts/compare.ts';

export const columns = {
  p50: { id: 'p50', title: same('p50'), unit: 'ms' },
  p99: { id: 'p99', title: same('p99'), unit: 'ms' },
  perSecond: { id: 'per-second', title: { ko: '처리량', en: 'done' }, unit: 'perSecond' },
  client: { id: 'client', title: { ko: '클라이언트', en: 'client' } },
} as const;

/** p50, p99 and throughput. */
export function figuresOf(arm: ArmFigures): TableCell[] {
  return [middleMs(arm.latency), p99Ms(arm.latency), perSecondOf(arm)];
}

/** The median of what there is: a single sample has one too. */
export function middleMs(json: HistogramJson | null): number | null {
  return json && json.count > 0 ? Histogram.fromJSON(json).percentile(50) / 1e6 : null;
}

/** Empty below 1,000 samples: ten of them would have to lie beyond it. */
export function p99Ms(json: HistogramJson): number | null {
  const ns = Histogram.fromJSON(json).percentileOrNull(99);
  return ns === null ? null : ns / 1e6;
}

/** What the columns mean, and what was checked, for the first table that has them. */
export function aboutColumns(cells: readonly Cell[]): Text[] {
  const worst = Math.max(
    ...cells.flatMap((cell) => cell.arms.map((arm) => Math.abs(auditOf(cell, arm)?.deviation ?? 0))),
  );
  const off = formatFigure(Number((100 * worst).toPrecision(2)), 'percent');
  return [
    {
      ko: '닫힌 루프(closed loop)예요. p50과 p99에는 연결을 맺는 시간도 들어 있어요.',
      en: 'A closed loop; p50 and p99 include connecting.',
    },
    {
      ko: `Little의 법칙(호출자 = 처리량 × 평균 지연)에서 가장 많이 벗어난 줄은 ${off} 벗어났어요. 닫힌 루프에서는 시행의 끝에서 호출자가 하나씩 빠질 때만 벗어나요.`,
      en: `Furthest off Little's law (callers = throughput × mean latency): ${off}. In a closed loop only the end of a trial, when callers run out, can show in it.`,
    },
    ...servedNote(cells),
  ];
}

/** Somebody else's count of the same operations. */
function servedNote(cells: readonly Cell[]): Text[] {
  const counted = cells.flatMap(({ arms }) => arms.filter(({ cost }) => typeof cost?.served === 'number'));
  if (counted.length === 0) return [];
  const [ours, theirs] = [
    counted.reduce((sum, { operations }) => sum + operations, 0),
    counted.reduce((sum, { cost }) => sum + (cost?.served ?? 0), 0),
  ].map((count) => formatFigure(count, 'count'));
  return [
    {
      ko: `이 시행들에서 루프가 센 GET은 ${ours}개, Redis가 센 GET은 ${theirs}개예요.`,
      en: `GETs in these trials: the loop counted ${ours}, Redis ${theirs}.`,
    },
  ];
}

/** What must be said of a table's rows. */
export function notesOf(cells: readonly Cell[]): Text[] {
  const arms = cells.flatMap((cell) => cell.arms);
  return arms.some(({ latency }) => latency.count < 1_000) ? [tooFew] : [];
}

const tooFew: Text = {
  ko: '표본이 1,000개가 안 되면 p99는 비워 둬요.',
  en: 'p99 stays empty below 1,000 samples.',
};
