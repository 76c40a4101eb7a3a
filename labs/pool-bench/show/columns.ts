// Columns that several tables have, and how a row of a cell fills them.
import {
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
  little: { id: 'little', title: same('Little'), unit: 'percent' },
} as const;

/** p50, p99, throughput and Little's deviation. */
export function figuresOf(cell: Cell, arm: ArmFigures): TableCell[] {
  return [middleMs(arm.latency), p99Ms(arm.latency), perSecondOf(arm), littlePercent(cell, arm)];
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

export function littlePercent(cell: Cell, arm: ArmFigures): number | null {
  const audit = auditOf(cell, arm);
  return audit && Number((100 * audit.deviation).toFixed(1));
}

/** What the columns mean, for the first table that has them. */
export const aboutColumns: Text = {
  ko: '닫힌 루프(closed loop)예요. p50과 p99에는 연결을 맺는 시간도 들어 있어요. Little은 호출자 = 처리량 × 평균 지연에서 벗어난 정도예요.',
  en: 'A closed loop; p50 and p99 include connecting. Little: how far callers = throughput × mean latency is off.',
};

/** What must be said of a table's rows. */
export function notesOf(cells: readonly Cell[]): Text[] {
  const arms = cells.flatMap((cell) => cell.arms);
  return arms.some(({ latency }) => latency.count < 1_000) ? [tooFew] : [];
}

const tooFew: Text = {
  ko: '표본이 1,000개가 안 되면 p99는 비워 둬요.',
  en: 'p99 stays empty below 1,000 samples.',
};
