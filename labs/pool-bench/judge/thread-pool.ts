// C07: the same goes for thread pools. Up to which length of task does it matter?
import {
  differenceOf,
  formatQuantity,
  Histogram,
  judgeOf,
  type PairedRatio,
  type Text,
} from '../../../src/kit/judge.ts';
import type { Cell, PoolTried, ThreadsData } from '../data.ts';
import { armOf, ratioText } from '../parts/compare.ts';
import {
  freshAgainstInline,
  poolAgainstInline,
  threadPool as pooled,
  threadFresh,
  threadPoolAgainstFresh,
} from '../parts/thread-ratios.ts';
import type { params } from '../settings.ts';

type Lengths = ThreadsData['lengths'];

/** Held when the pool wins where starting a thread weighs most, the shortest task, and loses nowhere. */
export const threadPool = judgeOf<PoolTried, typeof params>()(['threads'], 'held', ({ threads }) => {
  const { lengths } = threads;
  const differences = lengths.map(({ cell }) => differenceOf(threadPoolAgainstFresh(cell)));
  const [first, last] = [lengths[0], lengths.at(-1)] as [Lengths[number], Lengths[number]];
  return {
    verdict: differences.includes('less')
      ? 'refuted'
      : differences[0] === 'greater'
        ? 'held'
        : 'inconclusive',
    evidence: {
      headline: advantage(first),
      points: [longest(last), startTime(first.cell), breakEvens(lengths)],
    },
  };
});

function advantage({ taskMs, cell }: Lengths[number]): Text {
  const size = armOf(cell, pooled)?.poolSize ?? 0;
  const [task, ratio] = [formatQuantity(taskMs, 'ms'), ratioText(threadPoolAgainstFresh(cell))];
  return {
    ko: `${task}짜리 작업에서 스레드 ${size}개짜리 풀의 처리량은 작업마다 스레드를 새로 만들 때의 ${ratio.ko}예요.`,
    en: `For tasks of ${task} a pool of ${size} threads is ${ratio.en} as fast as a thread per task.`,
  };
}

function longest({ taskMs, cell }: Lengths[number]): Text {
  const [task, ratio] = [formatQuantity(taskMs, 'ms'), ratioText(threadPoolAgainstFresh(cell))];
  return { ko: `${task}짜리 작업에서는 ${ratio.ko}예요.`, en: `For tasks of ${task} it is ${ratio.en}.` };
}

function startTime(cell: Cell): Text {
  const connect = armOf(cell, threadFresh)?.connect;
  const took = formatQuantity(connect ? Histogram.fromJSON(connect).percentile(50) / 1e6 : Number.NaN, 'ms');
  return { ko: `스레드 하나가 뜨는 데 ${took}(p50) 걸렸어요.`, en: `Starting a thread took ${took} (p50).` };
}

/** Ratios of medians without an interval: said to be about, and to be of this run. */
function breakEvens(lengths: Lengths): Text {
  const [thread, pool] = [freshAgainstInline, poolAgainstInline].map((ratio) =>
    wordsFor(breakEvenOf(lengths, ratio)),
  ) as [Text, Text];
  return {
    ko: `메인 스레드에서 직접 하는 것과 비교하면 새 스레드는 ${thread.ko}. 풀은 ${pool.ko}.`,
    en: `Against doing it inline, in the main thread, it pays with a new thread ${thread.en}, with the pool ${pool.en}.`,
  };
}

/** The length from which on the ratio is above 1; where measured lengths enclose it, in between on a logarithmic scale. */
export type BreakEven =
  | { readonly kind: 'at'; readonly taskMs: number }
  | { readonly kind: 'below' | 'above'; readonly taskMs: number };

export function breakEvenOf(lengths: Lengths, ratio: (cell: Cell) => PairedRatio | null): BreakEven | null {
  const points = lengths.flatMap(({ taskMs, cell }) => {
    const paired = ratio(cell);
    return paired ? [{ taskMs, ratio: paired.ratio }] : [];
  });
  const [first, last] = [points[0], points.at(-1)];
  if (!first || !last) return null;
  if (first.ratio >= 1) return { kind: 'below', taskMs: first.taskMs };
  const after = points.findIndex((point) => point.ratio >= 1);
  const [low, high] = [points[after - 1], points[after]];
  if (!low || !high) return { kind: 'above', taskMs: last.taskMs };
  const share = Math.log(1 / low.ratio) / Math.log(high.ratio / low.ratio);
  return { kind: 'at', taskMs: low.taskMs * (high.taskMs / low.taskMs) ** share };
}

function wordsFor(one: BreakEven | null): Text {
  if (!one) return { ko: '언제부터 나은지 알 수 없어요', en: 'unknown' };
  const ms = formatQuantity(Number(one.taskMs.toPrecision(2)), 'ms');
  switch (one.kind) {
    case 'at':
      return { ko: `약 ${ms} 작업부터 나아요`, en: `from about ${ms} on` };
    case 'below':
      return { ko: `${ms}보다 짧은 작업에서 이미 나아요`, en: `already below ${ms}` };
    case 'above':
      return {
        ko: `${ms} 작업까지 나아지지 않았고, 더 긴 작업은 재지 않았어요`,
        en: `only above ${ms} (not measured)`,
      };
  }
}
