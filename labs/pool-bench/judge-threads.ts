// C07: the same goes for thread pools. Up to which length of task does it matter?
import {
  type Check,
  differenceOf,
  formatQuantity,
  Histogram,
  type PairedRatio,
  type Text,
} from '../../src/lab-kit.ts';
import type { Cell } from './cell.ts';
import { armOf, ratioText } from './compare.ts';
import {
  freshAgainstInline,
  poolAgainstInline,
  threadFresh,
  threadPool,
  threadPoolAgainstFresh,
} from './thread-ratios.ts';
import type { ThreadsData } from './threads-target.ts';

type Lengths = ThreadsData['lengths'];

/** Held when the pool wins where starting a thread weighs most, the shortest task, and loses nowhere. */
export function judgeThreads(data: ThreadsData | null): Check[] {
  const [shortest] = data?.lengths ?? [];
  if (!data || !shortest) return [];
  const differences = data.lengths.map(({ cell }) => differenceOf(threadPoolAgainstFresh(cell)));
  const verdict = differences.includes('less')
    ? 'refuted'
    : differences[0] === 'greater'
      ? 'held'
      : 'inconclusive';
  const sentences = [advantage(data.lengths), startTime(shortest.cell), breakEvens(data.lengths)];
  return [
    {
      claim: 'C07',
      verdict,
      evidence: {
        ko: sentences.map(({ ko }) => ko).join(' '),
        en: sentences.map(({ en }) => en).join(' '),
      },
    },
  ];
}

function advantage(lengths: Lengths): Text {
  const [first, last] = [lengths[0], lengths.at(-1)] as [Lengths[number], Lengths[number]];
  const threads = armOf(first.cell, threadPool)?.poolSize ?? 0;
  const [short, long] = [first, last].map(({ cell }) => ratioText(threadPoolAgainstFresh(cell))) as [
    Text,
    Text,
  ];
  const [shortMs, longMs] = [first, last].map(({ taskMs }) => formatQuantity(taskMs, 'ms'));
  return {
    ko: `스레드 ${threads}개짜리 풀의 처리량은 일마다 스레드를 새로 만들 때와 견주어 ${shortMs}짜리 일에서 ${short.ko}, ${longMs}짜리 일에서 ${long.ko}예요.`,
    en: `A pool of ${threads} threads is ${short.en} as fast as a thread per task for tasks of ${shortMs}, ${long.en} for tasks of ${longMs}.`,
  };
}

function startTime(cell: Cell): Text {
  const connect = armOf(cell, threadFresh)?.connect;
  const took = formatQuantity(connect ? Histogram.fromJSON(connect).percentile(50) / 1e6 : Number.NaN, 'ms');
  return { ko: `스레드 하나가 뜨는 데 ${took} (p50) 걸려요.`, en: `Starting a thread takes ${took} (p50).` };
}

function breakEvens(lengths: Lengths): Text {
  const [thread, pooled] = [
    breakEvenOf(lengths, freshAgainstInline),
    breakEvenOf(lengths, poolAgainstInline),
  ].map((one) => ({ ko: wordsFor(one).ko, en: wordsFor(one).en })) as [Text, Text];
  return {
    ko: `손익분기: 메인 스레드에서 그 자리에 하는 것보다 나아지는 길이는, 새 스레드로는 ${thread.ko}, 풀로는 ${pooled.ko}.`,
    en: `Break-even against doing it on the spot, in the main thread: with a new thread ${thread.en}, with the pool ${pooled.en}.`,
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
  if (!one) return { ko: '알 수 없어요', en: 'unknown' };
  const ms = formatQuantity(Number(one.taskMs.toPrecision(2)), 'ms');
  switch (one.kind) {
    case 'at':
      return { ko: `약 ${ms}부터`, en: `from about ${ms} on` };
    case 'below':
      return { ko: `${ms}보다 짧은 일부터`, en: `already below ${ms}` };
    case 'above':
      return { ko: `${ms}보다 긴 일부터(재지 않음)`, en: `only above ${ms} (not measured)` };
  }
}
