import { formatQuantity, median, ratioText, type Shown, type TableBlock } from '../../../src/kit/judge.ts';
import type { Feature, PriceRow, StreamsData, System } from '../data.ts';
import { speedRatio } from '../judge/figures.ts';
import type { params } from '../settings.ts';
import { featureWords, systemWords } from '../words.ts';

const soon = 0.5;

export const streamsShown: Shown<StreamsData, typeof params> = {
  title: { ko: '같은 것을 Streams로', en: 'The same on Streams' },
  aim: {
    ko: '같은 기능을 Redis Streams로도 만들어서, 기능마다 명령이 몇 개 드는지 나란히 봐요.',
    en: 'The same features on Redis Streams: how many commands each of them takes, side by side.',
  },
  predict: {
    prompt: {
      ko: '워커가 주문을 받고 죽어요. RabbitMQ와 Streams 가운데 어느 쪽에서 다른 워커가 그 주문을 더 빨리 받을까요? Streams에서는 500 ms 넘게 잡고 있는 것만 넘겨받아요.',
      en: 'A worker takes an order and dies. With which of the two does another worker have it sooner? On Streams what has lain with somebody for 500 ms may be claimed.',
    },
    hints: {
      concept: {
        ko: '워커가 죽은 것을 서버는 무엇을 보고 알까요?',
        en: 'By what does a server learn that a worker is dead?',
      },
      pointer: {
        ko: '"죽은 워커의 주문" 줄의 시간을, 기다리기로 정한 시간과 비교해 보세요.',
        en: 'Compare the time in the row "order of a dead worker" with the time that was set.',
      },
    },
    choices: [
      { id: 'rabbitmq', label: { ko: 'RabbitMQ', en: 'RabbitMQ' } },
      {
        id: 'streams',
        label: { ko: 'Streams', en: 'Streams' },
        misconception: {
          ko: 'Streams의 그룹은 소비자의 연결을 보지 않아요. 얼마나 오래 잡고 있는지만 알아서, 정한 시간을 다 기다려야 해요(문서: XAUTOCLAIM).',
          en: 'A group of Streams does not look at connections. It knows how long something has lain there, and that time has to pass (docs: XAUTOCLAIM).',
        },
      },
      {
        id: 'same',
        label: { ko: '비슷해요', en: 'About the same' },
        misconception: {
          ko: 'RabbitMQ는 연결이 끊기면 확인받지 못한 것을 바로 큐로 돌려놓아요(문서: Consumer Acknowledgements). Streams는 시간이 지나야 해요.',
          en: 'When a connection ends RabbitMQ requeues what was not acknowledged at once (docs: Consumer Acknowledgements). On Streams time has to pass.',
        },
      },
    ],
    answer(data) {
      const [rabbitmq, streams] = (['rabbitmq', 'streams'] as const).map(
        (system) => rowOf(data, 'dies', system)?.afterMs ?? null,
      );
      if (typeof rabbitmq !== 'number' || typeof streams !== 'number') return null;
      if (rabbitmq < soon * streams) return 'rabbitmq';
      return streams < soon * rabbitmq ? 'streams' : 'same';
    },
  },
  headline(data) {
    const [rabbitmq, streams] = (['rabbitmq', 'streams'] as const).map((system) =>
      formatQuantity(rowOf(data, 'dies', system)?.afterMs ?? Number.NaN, 'ms'),
    );
    return {
      ko: `죽은 워커의 주문을 다른 워커가 받기까지: RabbitMQ ${rabbitmq}, Streams ${streams}`,
      en: `until another worker had the order: RabbitMQ ${rabbitmq}, Streams ${streams}`,
    };
  },
  show: (data) => [priceTable(data), speedTable(data)],
};

export function rowOf({ rows }: StreamsData, feature: Feature, system: System): PriceRow | null {
  return rows.find((row) => row.feature === feature && row.system === system) ?? null;
}

export function priceTable(data: StreamsData): TableBlock {
  const features = [...new Set(data.rows.map(({ feature }) => feature))];
  const each = (row: PriceRow | null) => (row?.complete ? row.commands / row.orders : null);
  return {
    kind: 'table',
    id: 'prices',
    title: { ko: '기능마다 드는 것', en: 'What each feature takes' },
    columns: [
      { id: 'feature', title: { ko: '기능', en: 'feature' } },
      { id: 'rabbitmq-commands', title: { ko: 'RabbitMQ 명령', en: 'RabbitMQ commands' }, unit: 'count' },
      { id: 'streams-commands', title: { ko: 'Streams 명령', en: 'Streams commands' }, unit: 'count' },
      { id: 'rabbitmq-after', title: { ko: 'RabbitMQ 시간', en: 'RabbitMQ after' }, unit: 'ms' },
      { id: 'streams-after', title: { ko: 'Streams 시간', en: 'Streams after' }, unit: 'ms' },
    ],
    rows: features.map((feature) => {
      const [rabbitmq, streams] = [rowOf(data, feature, 'rabbitmq'), rowOf(data, feature, 'streams')];
      return {
        id: feature,
        cells: [
          featureWords[feature],
          each(rabbitmq),
          each(streams),
          rabbitmq?.afterMs ?? null,
          streams?.afterMs ?? null,
        ],
      };
    }),
    notes: [
      {
        ko: `명령: 주문 한 건에 우리 쪽이 보낸 수예요. Streams에서는 워커가 ${data.claimAfterMs} ms 넘게 잡고 있는 것을 넘겨받고, 20 ms마다 확인해요. 자주 볼수록 명령이 늘어요.`,
        en: `commands: sent by our side for one order. On Streams what has lain with a worker for ${data.claimAfterMs} ms is claimed, and somebody looks every 20 ms: the more often, the more commands.`,
      },
    ],
  };
}

function speedTable(data: StreamsData): TableBlock {
  const ratio = ratioText(speedRatio(data));
  return {
    kind: 'table',
    id: 'speeds',
    title: { ko: '들어가서 확인될 때까지', en: 'In, worked on, acknowledged' },
    columns: [
      { id: 'system', title: { ko: '시스템', en: 'system' } },
      {
        id: 'per-second',
        title: { ko: '초당 주문(중앙값)', en: 'orders per second (median)' },
        unit: 'perSecond',
      },
      { id: 'trials', title: { ko: '시행', en: 'trials' }, unit: 'count' },
    ],
    rows: data.speeds.map(({ system, trials }) => ({
      id: system,
      cells: [systemWords[system], median(trials.map(({ perSecond }) => perSecond)), trials.length],
    })),
    notes: [
      {
        ko: `둘 다 메모리에만 두고, 한 번에 100건까지 보내요. RabbitMQ는 Streams의 ${ratio.ko}예요.`,
        en: `Both in memory only, 100 on their way at a time. RabbitMQ does ${ratio.en} of Streams.`,
      },
    ],
  };
}
