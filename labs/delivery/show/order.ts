import {
  type Block,
  intervalText,
  type Prediction,
  type RowQuality,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { LaneWay, OrderArm, OrderData } from '../data.ts';
import { ratioOf } from '../judge/cells.ts';
import { interval, speedOf } from '../judge/streaming.ts';
import type { params } from '../settings.ts';
import { laneWords } from '../words.ts';
import { away } from './away.ts';

/** What keeps the order of everything, and what gives up some of it for more workers. */
const strict: Partial<Record<LaneWay, LaneWay>> = {
  'stream-per-key': 'stream-one',
  'stream-group': 'stream-one',
  'rabbit-competing': 'rabbit-single',
  'kafka-keyed': 'kafka-one',
};

const predict: Prediction<OrderData, typeof params> = {
  prompt: {
    ko: '여러 손님의 주문이 스트림 하나에 차례로 들어가요. 소비자 그룹의 워커 넷이 나눠 받아 처리하고, 처리 시간은 주문마다 달라요. 같은 손님의 주문은 들어온 순서대로 끝날까요?',
    en: 'Orders of several customers go into one stream, in order. Four workers of a consumer group share them, and some orders take longer than others. Are the orders of one customer finished in the order in which they came?',
  },
  hints: {
    concept: {
      ko: '스트림이 순서대로 나눠 준 것과, 워커들이 일을 끝낸 순서는 같은 것일까요?',
      en: 'The stream hands out in order. Does that say in which order workers are done?',
    },
    pointer: {
      ko: '"그룹의 워커 넷" 줄과 "키마다 스트림" 줄에서 키 안의 순서가 바뀐 것을 비교해 보세요.',
      en: 'Compare "out of order" of the rows "group of four" and "stream per key".',
    },
  },
  choices: [
    {
      id: 'kept',
      label: { ko: '네. 스트림은 들어온 순서대로 나눠 주니까요', en: 'Yes: a stream hands out in order' },
      misconception: {
        ko: '나눠 주는 순서만 지켜져요. 한 손님의 두 주문을 두 워커가 동시에 맡으면 짧은 쪽이 먼저 끝나요.',
        en: 'Only the handing out is in order. Two workers may have two orders of one customer, and the shorter one is done first.',
      },
    },
    {
      id: 'broken',
      label: { ko: '아니요. 나중 주문이 먼저 끝나기도 해요', en: 'No: some later ones are done before' },
    },
  ],
  answer({ arms }) {
    const group = arms.find(({ way }) => way === 'stream-group');
    if (!group || group.working < 2) return null;
    return group.outOfOrder > 0 ? 'broken' : 'kept';
  },
};

export const orderShown: Shown<OrderData, typeof params> = {
  title: { ko: '순서의 비용', en: 'What ordering costs' },
  aim: {
    ko: '같은 일을 여러 방법으로 나눠요. 순서를 어디까지 지키고, 그동안 몇 명이 일하는지 봐요.',
    en: 'The same work is shared in several ways: how much of the order is kept, and how many workers work?',
  },
  predict,
  headline({ arms }) {
    const [one, keyed] = (['stream-one', 'stream-per-key'] as const).map((way) => armOf(arms, way));
    const group = armOf(arms, 'stream-group');
    const ratio = ratioOf(keyed, one);
    if (!ratio || !group) return { ko: '끝까지 잰 방법이 없음', en: 'nothing to compare' };
    const times = interval(ratio);
    return {
      ko: `키마다 스트림을 두면 하나일 때의 ${times.ko}. 그룹으로 나누면 ${group.done}건 가운데 ${group.outOfOrder}건이 키 안에서 늦게 끝남`,
      en: `a stream per key against one: ${times.en}; in a group ${group.outOfOrder} of ${group.done} done after a later one of their key`,
    };
  },
  show: (data): Block[] => [...away(data.missing), table(data)],
  quality: ({ arms }) => arms.map(qualityOf),
};

const armOf = (arms: readonly OrderArm[], way: LaneWay | undefined) => arms.find((arm) => arm.way === way);

function qualityOf({ way, clientBusyShare, failed }: OrderArm): RowQuality {
  return { row: way, name: laneWords[way], clientBusyShare, ...(failed && { failed }) };
}

function table({ arms, keys, messages, workMs }: OrderData): TableBlock {
  return {
    kind: 'table',
    id: 'order',
    title: { ko: '순서와 속도', en: 'Order and speed' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'working', title: { ko: '일한 워커', en: 'at work' }, unit: 'persons' },
      { id: 'per-second', title: { ko: '초당 처리', en: 'done' }, unit: 'perSecond' },
      { id: 'ratio', title: { ko: '순서대로 대비', en: 'against strict' }, unit: 'ratio' },
      { id: 'interval', title: { ko: '95% 신뢰구간', en: '95 % interval' } },
      { id: 'out-of-order', title: { ko: '순서 바뀜', en: 'out of order' }, unit: 'messages' },
    ],
    rows: arms.map((arm) => {
      const against = strict[arm.way] ? ratioOf(arm, armOf(arms, strict[arm.way])) : null;
      return {
        id: arm.way,
        cells: [
          laneWords[arm.way],
          arm.working,
          speedOf(arm),
          against?.ratio ?? null,
          intervalText(against),
          arm.outOfOrder,
        ],
      };
    }),
    notes: [
      {
        ko: `시행마다 키 ${keys}개의 메시지 ${messages}건이고, 일을 하나씩 하면 ${workMs} ms 걸려요. 순서 바뀜: 같은 키의 더 나중 것보다 늦게 끝난 것이에요(시행 모두).`,
        en: `Each trial: ${messages} messages of ${keys} keys, ${workMs} ms of work if done one by one. out of order: done after a later one of the same key, in all trials.`,
      },
      {
        ko: '순서대로 대비: 그 시스템에서 모든 메시지를 차례로 처리하는 방법의 몇 배인지예요.',
        en: 'against strict: times the way of the same system that takes everything one after the other.',
      },
    ],
  };
}
