// Threads: one for each task, a pool of them, and none.
import { formatFigure, intervalText, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { ArmFigures, ThreadsData } from '../data.ts';
import { freshAgainstInline, poolAgainstInline, threadPoolAgainstFresh } from '../parts/thread-ratios.ts';
import type { params } from '../settings.ts';
import { shapeName } from '../words.ts';
import { columns, figuresOf, middleMs } from './columns.ts';
import { differenceWord } from './difference-word.ts';
import { qualityOf } from './quality.ts';
import { armId } from './row-id.ts';

export const threadsShown: Shown<ThreadsData, typeof params> = {
  title: { ko: '스레드에서는', en: 'Threads' },
  aim: {
    ko: '작업 길이마다 새 스레드, 스레드 풀, 메인 스레드에서 직접 하기를 비교해 봐요.',
    en: 'A new thread, a pool of threads, or inline: for tasks of each length.',
  },
  predict: {
    prompt: {
      ko: '0.1 ms 걸리는 작은 작업을 스레드 풀에 맡기면, 메인 스레드에서 직접 하는 것보다 많이 해낼까요?',
      en: 'A small task of 0.1 ms is handed to a pool of threads. Does that get more done than doing it inline, in the main thread?',
    },
    choices: [
      {
        id: 'more',
        label: { ko: '네. 코어를 더 쓰니까요', en: 'Yes: it uses more cores' },
        misconception: {
          ko: '스레드에 넘기고 결과를 돌려받는 데도 시간이 들어요. 작업이 그보다 짧으면 넘기는 것부터가 손해예요.',
          en: 'Handing a task over and getting the result back takes time, too. A task shorter than that is not worth it.',
        },
      },
      { id: 'less', label: { ko: '아니요. 넘기는 비용이 더 커요', en: 'No: handing it over costs more' } },
    ],
    answer: ({ lengths }) => {
      const shortest = lengths[0]?.cell;
      return shortest ? differenceWord(poolAgainstInline(shortest), 'more', 'less') : null;
    },
  },
  headline: ({ lengths }) => {
    const [first, last] = [lengths[0], lengths.at(-1)];
    const times = (one: typeof first) =>
      formatFigure((one && threadPoolAgainstFresh(one.cell)?.ratio) ?? Number.NaN);
    return {
      ko: `풀은 새 스레드의 ${times(first)}배(${first?.taskMs ?? 0} ms 작업), ${times(last)}배(${last?.taskMs ?? 0} ms)`,
      en: `pool ${times(first)} × a new thread for ${first?.taskMs ?? 0} ms, ${times(last)} × for ${last?.taskMs ?? 0} ms`,
    };
  },
  show: ({ cores, lengths }) => [threadsTable(cores, lengths), threadRatios(lengths)],
  quality: ({ lengths, harnessNs }) =>
    lengths.flatMap(({ taskMs, cell }) =>
      qualityOf([cell], harnessNs, (_, arm) => taskRowId(taskMs, arm)).map((row) => ({
        ...row,
        // What runs inline keeps its client busy: that is the point, not a fault.
        ...(row.row.startsWith('main-') ? { clientBusyShare: 0 } : {}),
      })),
    ),
};

function taskRowId(taskMs: number, arm: ArmFigures): string {
  return `${armId(arm)}@${taskMs}ms`;
}

function threadsTable(cores: number, lengths: ThreadsData['lengths']): TableBlock {
  return {
    kind: 'table',
    id: 'threads',
    title: {
      ko: `스레드: 코어 ${cores}개, 호출자 ${lengths[0]?.cell.callers ?? 0}명`,
      en: `Threads: ${cores} cores, ${lengths[0]?.cell.callers ?? 0} callers`,
    },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'task', title: { ko: '작업 길이', en: 'task' }, unit: 'ms' },
      { id: 'start-p50', title: { ko: '스레드 시작 p50', en: 'start p50' }, unit: 'ms' },
      columns.p50,
      columns.perSecond,
    ],
    rows: lengths.flatMap(({ taskMs, cell }) =>
      cell.arms.map((arm) => {
        const [p50 = null, , perSecond = null] = figuresOf(arm);
        return {
          id: taskRowId(taskMs, arm),
          cells: [shapeName(arm), taskMs, middleMs(arm.connect), p50, perSecond],
        };
      }),
    ),
    notes: [
      {
        ko: '작업마다 같은 계산을 같은 횟수만큼 해요. 길이는 메인 스레드에서 가장 빨랐을 때의 시간이에요. 메인 스레드에서 직접 하면 다른 요청이 모두 기다려요(Node 문서: Do Not Block the Event Loop).',
        en: 'A task is the same arithmetic the same number of times; its length is what it takes at best in the main thread. Inline, all other requests wait for it (Node docs: Do Not Block the Event Loop).',
      },
    ],
  };
}

function threadRatios(lengths: ThreadsData['lengths']): TableBlock {
  const interval = { ko: '95% 신뢰구간', en: '95% interval' };
  return {
    kind: 'table',
    id: 'thread-ratios',
    title: { ko: '스레드: 몇 배일까', en: 'Threads: how many times' },
    columns: [
      { id: 'task', title: { ko: '작업 길이', en: 'task' }, unit: 'ms' },
      { id: 'pool-to-new', title: { ko: '풀 / 새 스레드', en: 'pool / new thread' }, unit: 'ratio' },
      { id: 'new-to-inline', title: { ko: '새 스레드 / 직접', en: 'new thread / inline' }, unit: 'ratio' },
      { id: 'new-interval', title: interval },
      { id: 'pool-to-inline', title: { ko: '풀 / 직접', en: 'pool / inline' }, unit: 'ratio' },
      { id: 'pool-interval', title: interval },
    ],
    rows: lengths.map(({ taskMs, cell }) => {
      const [thread, pool] = [freshAgainstInline(cell), poolAgainstInline(cell)];
      return {
        id: `${taskMs}ms`,
        cells: [
          taskMs,
          threadPoolAgainstFresh(cell)?.ratio ?? null,
          ...[thread, pool].flatMap((paired) => [paired?.ratio ?? null, intervalText(paired)]),
        ],
      };
    }),
  };
}
