// C07: the same goes for thread pools. Up to which length of task does it matter?
import {
  differenceOf,
  formatQuantity,
  Histogram,
  judgeOf,
  type PairedRatio,
  ratioText,
  type Text,
} from '../../../src/kit/judge.ts';
import type { Cell, PoolTried, ThreadsData } from '../data.ts';
import { armOf } from '../parts/compare.ts';
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
    ko: `${task} 작업: 풀(${size}개)은 매번 새 스레드의 ${ratio.ko}예요.`,
    en: `Tasks of ${task}: a pool of ${size} does ${ratio.en} as much as new ones.`,
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

function breakEvens(lengths: Lengths): Text {
  const longestMs = lengths.at(-1)?.taskMs ?? 0;
  const [thread, pool] = [freshAgainstInline, poolAgainstInline].map((ratio) =>
    wordsFor(breakEvenOf(lengths, ratio), longestMs),
  ) as [Text, Text];
  return {
    ko: `메인 스레드에서 직접 하는 것과 비교하면 새 스레드는 ${thread.ko}. 풀은 ${pool.ko}.`,
    en: `Worth it against doing it inline, in the main thread: a new thread ${thread.en}; the pool ${pool.en}.`,
  };
}

/**
 * Between which two lengths it begins to pay: at `lossMs` the interval says that it loses, at `gainMs` that it wins, and
 * in between lies what no interval decides. Null where no length was decided that way.
 */
export interface BreakEven {
  readonly lossMs: number | null;
  readonly gainMs: number | null;
}

export function breakEvenOf(lengths: Lengths, ratio: (cell: Cell) => PairedRatio | null): BreakEven {
  const differences = lengths.map(({ taskMs, cell }) => ({ taskMs, difference: differenceOf(ratio(cell)) }));
  const loss = differences.findLast(({ difference }) => difference === 'less');
  const gain = differences.find(
    ({ taskMs, difference }) => difference === 'greater' && taskMs > (loss?.taskMs ?? 0),
  );
  return { lossMs: loss?.taskMs ?? null, gainMs: gain?.taskMs ?? null };
}

function wordsFor({ lossMs, gainMs }: BreakEven, longestMs: number): Text {
  const [loss, gain] = [lossMs, gainMs].map((ms) => formatQuantity(ms ?? Number.NaN, 'ms'));
  if (lossMs !== null && gainMs !== null)
    return {
      ko: `${loss} 작업에서는 손해, ${gain} 작업에서는 이득이에요`,
      en: `from somewhere between ${loss} and ${gain} on`,
    };
  if (gainMs !== null) return { ko: `${gain} 작업에서 이미 이득이에요`, en: `already at ${gain}` };
  if (lossMs === longestMs) return { ko: `${loss} 작업에서도 손해예요`, en: `not even at ${loss}` };
  if (lossMs !== null)
    return {
      ko: `${loss} 작업에서는 손해이고, 더 긴 작업은 판단하지 못했어요`,
      en: `not at ${loss}, and longer tasks are undecided`,
    };
  return { ko: '이번에 판단하지 못했어요', en: 'is undecided in this run' };
}
