import { median, type Shown, same, type TableBlock } from '../../../src/kit/judge.ts';
import type { WorkersData } from '../data.ts';
import type { params } from '../settings.ts';

const mostOfThem = 1.5;

export const workersShown: Shown<WorkersData, typeof params> = {
  title: { ko: '큐를 나눠 쓰기', en: 'Sharing a queue' },
  aim: {
    ko: '워커 셋이 큐 하나를 나눠요. 하나는 열 배 느려요. 미리 받아 두는 수(prefetch)를 바꿔 봐요.',
    en: 'Three workers share a queue, one of them ten times as slow. How many they are handed ahead (prefetch) is changed.',
  },
  predict: {
    prompt: {
      ko: '주문 100건을 워커 셋이 나눠 처리해요. 하나는 열 배 느려요. prefetch가 100이면 1일 때에 비해 전부 끝나는 시간은 어떨까요?',
      en: 'Three workers share 100 orders, one of them is ten times as slow. With a prefetch of 100 instead of 1, when are all of them done?',
    },
    hints: {
      concept: {
        ko: '미리 받은 주문은 누구의 것일까요? 다른 워커가 놀고 있으면 가져갈 수 있을까요?',
        en: 'Whose is an order that was handed out ahead? Can a worker with nothing to do take it?',
      },
      pointer: {
        ko: '느린 워커가 받은 건수에 한 건의 처리 시간을 곱해 보세요.',
        en: 'Multiply what the slow one took by what one order takes it.',
      },
    },
    choices: [
      {
        id: 'sooner',
        label: { ko: '더 빨리 끝나요. 왕복이 줄어요', en: 'Sooner: there are fewer round trips' },
        misconception: {
          ko: '왕복이 줄어드는 것은 맞아요. 하지만 처리가 오래 걸리면 왕복은 작은 몫이고, 느린 워커에게 쌓인 주문이 전체를 붙잡아요.',
          en: 'There are fewer round trips. But where the work takes long they are a small part, and what lies with the slow one holds everything up.',
        },
      },
      {
        id: 'same',
        label: { ko: '비슷해요. 큐가 알아서 나눠요', en: 'About the same: the queue sees to it' },
        misconception: {
          ko: 'RabbitMQ는 워커가 얼마나 빠른지 몰라요. 확인을 기다리는 수만 세요.',
          en: 'RabbitMQ does not know how fast a worker is. It counts what waits for an acknowledgement.',
        },
      },
      { id: 'later', label: { ko: '훨씬 늦게 끝나요', en: 'Much later' } },
    ],
    offWhen: ({ prefetch }) =>
      prefetch.includes(1) && prefetch.includes(100)
        ? null
        : {
            ko: 'prefetch 1과 100이 모두 있어야 비교할 수 있어요(--prefetch 1,10,100).',
            en: 'It takes a prefetch of 1 and of 100 (--prefetch 1,10,100).',
          },
    answer(data) {
      const [one, hundred] = [1, 100].map(
        (prefetch) => data.shares.find((arm) => arm.prefetch === prefetch)?.allDoneMs,
      );
      if (!one || !hundred) return null;
      if (hundred > mostOfThem * one) return 'later';
      return one > mostOfThem * hundred ? 'sooner' : 'same';
    },
  },
  headline({ shares, orders }) {
    const parts = shares.map(({ prefetch, taken }) => ({
      ko: `prefetch ${prefetch}일 때 ${taken.slow}건`,
      en: `${taken.slow} with prefetch ${prefetch}`,
    }));
    return {
      ko: `느린 워커가 받은 몫(${orders}건 가운데): ${parts.map(({ ko }) => ko).join(', ')}`,
      en: `what the slow one got of ${orders}: ${parts.map(({ en }) => en).join(', ')}`,
    };
  },
  show: (data) => [shareTable(data), speedTable(data)],
};

function shareTable({ shares, orders, fastMs, slowMs }: WorkersData): TableBlock {
  return {
    kind: 'table',
    id: 'shares',
    title: { ko: '느린 워커가 하나 있을 때', en: 'With one slow worker' },
    columns: [
      { id: 'prefetch', title: same('prefetch'), unit: 'messages' },
      { id: 'slow', title: { ko: '느린 워커의 몫', en: 'slow one got' }, unit: 'messages' },
      { id: 'fast', title: { ko: '빠른 워커의 몫', en: 'fast ones got' }, unit: 'messages' },
      { id: 'all-done', title: { ko: '모두 처리', en: 'all done' }, unit: 'ms' },
      { id: 'idle', title: { ko: '빠른 쪽이 논 시간', en: 'fast ones idle' }, unit: 'ms' },
    ],
    rows: shares.map(({ prefetch, taken, allDoneMs, idleMs }) => ({
      id: `prefetch-${prefetch}`,
      cells: [prefetch, taken.slow, taken.fast.reduce((sum, each) => sum + each, 0), allDoneMs, idleMs],
    })),
    notes: [
      {
        ko: `주문은 ${orders}건이에요. 한 건에 빠른 워커는 ${fastMs} ms, 느린 워커는 ${slowMs} ms가 걸려요.`,
        en: `There are ${orders} orders. One takes a fast worker ${fastMs} ms, the slow one ${slowMs} ms.`,
      },
    ],
  };
}

function speedTable({ speeds }: WorkersData): TableBlock {
  return {
    kind: 'table',
    id: 'speeds',
    title: { ko: '처리할 것이 없는 워커 하나', en: 'One worker with nothing to do' },
    columns: [
      { id: 'prefetch', title: same('prefetch'), unit: 'messages' },
      {
        id: 'per-second',
        title: { ko: '초당 확인(중앙값)', en: 'acked per second (median)' },
        unit: 'perSecond',
      },
      { id: 'trials', title: { ko: '시행', en: 'trials' }, unit: 'count' },
    ],
    rows: speeds.map(({ prefetch, trials }) => ({
      id: `prefetch-${prefetch}`,
      cells: [prefetch, median(trials.map(({ perSecond }) => perSecond)), trials.length],
    })),
    notes: [
      {
        ko: '처리 시간이 없으면 왕복이 전부예요. 받고 바로 확인하기만 한 속도라서, 이 표만 보고 prefetch를 정하지는 마세요.',
        en: 'Without any work the round trip is all there is. No prefetch should be chosen by this table alone.',
      },
    ],
  };
}
