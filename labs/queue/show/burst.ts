import {
  type Block,
  formatFigure,
  type LinesBlock,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { BurstArm, BurstData } from '../data.ts';
import { burstOf } from '../judge/figures.ts';
import type { params } from '../settings.ts';
import { burstWords } from '../words.ts';

export const burstShown: Shown<BurstData, typeof params> = {
  title: { ko: '몰려드는 주문', en: 'A burst of orders' },
  aim: {
    ko: '처리하는 쪽보다 훨씬 빨리 주문이 몰려요. 어디에 쌓이고, 자리가 없으면 누가 알게 되는지 봐요.',
    en: 'Far more orders than anybody works on. Where they pile up, and who learns that there is no room.',
  },
  predict: {
    prompt: {
      ko: '큐의 최대 길이(x-max-length)를 정하고, 그 두 배를 confirm을 기다리며 발행해요. 다른 설정은 기본값이에요. 생산자는 무엇을 알게 될까요?',
      en: 'A queue has a maximum length (x-max-length), everything else is the default. Twice as many are published, each waits for its confirm. What does the producer learn?',
    },
    hints: {
      concept: {
        ko: '가득 찬 큐에 하나를 더 넣으려면 무엇을 버려야 할까요? 새 것일까요, 오래된 것일까요?',
        en: 'To put one more into a full queue something has to go. The new one, or an old one?',
      },
      pointer: {
        ko: '"길이 제한" 줄에서 받았다고 한 건수와 수신한 건수를 비교해 보세요.',
        en: 'In the row "maximum length" compare what was confirmed with what was received.',
      },
    },
    choices: [
      {
        id: 'told',
        label: { ko: '넘친 만큼 거절(nack)돼요', en: 'What is too much is refused (nack)' },
        misconception: {
          ko: '거절하게 하려면 overflow를 reject-publish로 정해야 해요. 기본값 drop-head는 받고 나서 가장 오래된 것을 버려요(문서: Queue Length Limit).',
          en: 'For that the overflow has to be reject-publish. The default, drop-head, takes it and drops the oldest (docs: Queue Length Limit).',
        },
      },
      {
        id: 'slower',
        label: { ko: '자리가 날 때까지 confirm이 늦어져요', en: 'Confirms wait until there is room' },
        misconception: {
          ko: 'confirm은 자리가 나기를 기다리지 않아요. RabbitMQ가 발행을 늦추는 것은 메모리나 디스크가 모자랄 때예요(문서: Flow Control).',
          en: 'A confirm does not wait for room. RabbitMQ slows publishers down when memory or disk is short (docs: Flow Control).',
        },
      },
      {
        id: 'nothing',
        label: {
          ko: '아무것도. 모두 confirm되고 오래된 것이 사라져요',
          en: 'Nothing: all are confirmed, and the oldest are gone',
        },
      },
    ],
    answer(data) {
      const arm = burstOf(data, 'drop-head');
      if (!arm) return null;
      if (arm.refused > 0) return 'told';
      return arm.lost > 0 ? 'nothing' : null;
    },
  },
  headline(data) {
    const [plain, dropped, refused] = [
      burstOf(data, 'no-confirm')?.notThereYet ?? 0,
      burstOf(data, 'drop-head')?.lost ?? 0,
      burstOf(data, 'reject')?.refused ?? 0,
    ].map((figure) => formatFigure(figure, 'count'));
    return {
      ko: `다 보냈다고 했을 때 ${plain}건이 아직 큐에 없었어요. 길이 제한: ${dropped}건 유실, 거절 설정: ${refused}건 거절`,
      en: `all sent, and ${plain} not in the queue yet; maximum length: ${dropped} lost, or ${refused} refused`,
    };
  },
  show: (data): Block[] => [table(data), ...flow(data), lines(data)],
  quality: ({ arms }) =>
    arms.map(({ way, clientBusyShare }) => ({ row: way, name: burstWords[way], clientBusyShare })),
};

function table({ arms, maxLength }: BurstData): TableBlock {
  const most = formatFigure(maxLength, 'count');
  return {
    kind: 'table',
    id: 'burst',
    title: { ko: '한꺼번에 들어온 주문', en: 'The burst' },
    columns: [
      { id: 'way', title: { ko: '방법', en: 'way' } },
      { id: 'sent', title: { ko: '발행', en: 'published' }, unit: 'messages' },
      { id: 'not-there', title: { ko: '아직 큐에 없음', en: 'not there yet' }, unit: 'messages' },
      { id: 'refused', title: { ko: '거절', en: 'refused' }, unit: 'messages' },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      { id: 'rate', title: { ko: '초당 발행', en: 'published per s' }, unit: 'perSecond' },
    ],
    rows: arms.map((arm) => ({
      id: arm.way,
      cells: [burstWords[arm.way], arm.sent, arm.notThereYet, arm.refused, arm.lost, rateOf(arm)],
    })),
    notes: [
      {
        ko: `아직 큐에 없음: 마지막 publish 호출이 돌아왔을 때 RabbitMQ에 없던 주문이에요. 그때 생산자가 죽으면 사라져요. 길이 제한은 ${most}건이에요.`,
        en: `not there yet: not at RabbitMQ when the last call of publish had returned; had the producer died then, they would be gone. The maximum length is ${most}.`,
      },
    ],
  };
}

function rateOf({ sent, publishedMs }: BurstArm): number | null {
  return publishedMs > 0 ? (sent / publishedMs) * 1e3 : null;
}

/** Whether the publisher was held back; nothing in records that do not know. */
function flow({ arms }: BurstData): TableBlock[] {
  const known = arms.flatMap((arm) => (arm.heldBack ? [{ ...arm, heldBack: arm.heldBack }] : []));
  if (known.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'flow',
      title: { ko: '흐름 제어', en: 'Flow control' },
      columns: [
        { id: 'way', title: { ko: '방법', en: 'way' } },
        { id: 'published', title: { ko: '발행한 시간', en: 'published in' }, unit: 'ms' },
        { id: 'no-room', title: { ko: 'publish가 false', en: 'publish said false' }, unit: 'attempts' },
        { id: 'waited', title: { ko: 'confirm을 기다림', en: 'waited for confirms' }, unit: 'ms' },
      ],
      rows: known.map(({ way, publishedMs, heldBack }) => ({
        id: `flow-${way}`,
        cells: [burstWords[way], publishedMs, heldBack.noRoom, heldBack.waitedMs],
      })),
      notes: [
        {
          ko: 'publish는 연결에 보낼 자리가 없으면 false를 돌려줘요. 그래도 멈추지 않고 발행했어요. RabbitMQ가 연결을 늦추는 중인지는 rabbitmqctl list_connections state가 알려 줘요(flow).',
          en: 'publish returns false where the connection has no room; the publisher went on all the same. Whether RabbitMQ slows a connection down is told by rabbitmqctl list_connections state (flow).',
        },
      ],
    },
  ];
}

function lines({ arms }: BurstData): LinesBlock {
  const parts = Math.max(0, ...arms.map(({ depth }) => depth.length - 1));
  return {
    kind: 'lines',
    id: 'depth',
    title: { ko: '큐에 쌓인 주문', en: 'Orders in the queue' },
    unit: 'messages',
    axis: {
      label: { ko: '걸린 시간 가운데', en: 'part of the time' },
      unit: 'percent',
      at: Array.from({ length: parts + 1 }, (_, part) => (100 * part) / parts),
    },
    series: arms.map(({ way, depth }) => ({ id: way, label: burstWords[way], values: depth })),
  };
}
