import {
  type BarsBlock,
  formatFigure,
  formatQuantity,
  type Shown,
  type TableBlock,
} from '../../../src/kit/judge.ts';
import type { CostsData, Window } from '../data.ts';
import { firstBytes, furtherBytes } from '../judge/subscription-bytes.ts';
import {
  book,
  bookServers,
  type Capacity,
  capacityOf,
  distinctServers,
  isBook,
  loadOf,
  serversFor,
} from '../judge/sum.ts';
import type { NearbyParams, params } from '../settings.ts';
import { windowWords } from '../words.ts';

export const costsShown: Shown<CostsData, typeof params> = {
  title: { ko: '책의 계산', en: 'The sum' },
  aim: {
    ko: '구독 하나의 메모리와 전달 하나의 일을 재서 책의 계산을 다시 해요.',
    en: 'The memory of a subscription and the work of a delivery are measured, and the sum of the book is redone.',
  },
  predict: {
    prompt: {
      ko: '책은 Pub/Sub 서버 한 대가 초당 10만 건을 전달한다고 보고 140대를 셈했어요. 발행을 파이프라인으로 보내면 같은 계산이 몇 대가 될까요?',
      en: 'The book takes 100,000 deliveries a second for one Pub/Sub server and arrives at 140. With a publisher that pipelines, how many does the same sum give?',
    },
    hints: {
      concept: {
        ko: '계산은 여러 숫자의 곱이에요. 그 가운데 무엇이 이 컴퓨터에서 달라졌나요?',
        en: 'The sum is a product of several figures. Which of them is another one on this machine?',
      },
      pointer: {
        ko: '책의 초당 10만 건을 여기서 잰 값과 비교해 보세요.',
        en: 'Compare the 100,000 a second of the book with what was measured here.',
      },
    },
    choices: [
      {
        id: 'more',
        label: { ko: '280대보다 많아요', en: 'More than 280' },
        misconception: {
          ko: '이 컴퓨터에서 잰 값이 책의 10만 건보다 커서, 필요한 대수는 줄었어요.',
          en: 'What was measured here is more than the 100,000 of the book, so fewer are needed.',
        },
      },
      {
        id: 'about',
        label: { ko: '70~280대, 책과 비슷해요', en: '70 to 280, about the same' },
        misconception: {
          ko: '하나씩 응답을 기다리면 그 정도예요. 기다리지 않으면 한 번에 읽고 쓰는 양이 늘어요.',
          en: 'So it is when each reply is waited for. Without waiting the server reads and writes more at a time.',
        },
      },
      { id: 'less', label: { ko: '70대보다 적어요', en: 'Fewer than 70' } },
    ],
    offWhen: (inputs) =>
      isBook(inputs)
        ? null
        : {
            ko: '질문은 책의 숫자(1억 명, 친구 400명)로 물어요.',
            en: 'The question is put with the figures of the book.',
          },
    answer: (data, inputs) => {
      const capacity = capacityOf(data, 'pipelines');
      if (!capacity) return null;
      const { count } = serversFor(loadOf(inputs).pushesPerSecond, capacity.perSecond);
      return count > 280 ? 'more' : count < 70 ? 'less' : 'about';
    },
  },
  headline: (data) => {
    const [slow, fast] = (['awaits', 'pipelines'] as const).map((window) =>
      formatQuantity(capacityOf(data, window)?.perSecond.mean ?? Number.NaN, 'perSecond'),
    );
    const bytes = formatFigure(Math.round(furtherBytes(data) ?? Number.NaN), 'bytes');
    return {
      ko: `구독 하나 ${bytes}, 전달 ${slow}(파이프라인 ${fast})`,
      en: `a subscription ${bytes}; deliveries ${slow}, pipelined ${fast}`,
    };
  },
  show: (data, values) => [constants(data), sum(data, values), hangsOn(data, values)],
};

/** Location servers in the sum: that friends share them is what the book leaves out. */
const bookFleet = 100;
const windows: readonly Window[] = ['awaits', 'pipelines'];

/** What was measured. */
function constants(data: CostsData): TableBlock {
  return {
    kind: 'table',
    id: 'deliveries',
    title: { ko: '서버 한 대의 전달', en: 'Deliveries of one server' },
    columns: [
      { id: 'window', title: { ko: '발행하는 쪽', en: 'publisher' } },
      { id: 'per-second', title: { ko: '전달', en: 'deliveries' }, unit: 'perSecond' },
      { id: 'low', title: { ko: '신뢰구간 아래', en: 'interval from' }, unit: 'perSecond' },
      { id: 'high', title: { ko: '신뢰구간 위', en: 'to' }, unit: 'perSecond' },
      { id: 'cpu', title: { ko: 'CPU 1초당 전달', en: 'for a second of CPU' }, unit: 'perSecond' },
    ],
    rows: windows.map((window) => {
      const capacity: Capacity | null = capacityOf(data, window);
      const { mean = null, interval = null } = capacity?.perSecond ?? {};
      return {
        id: window,
        cells: [
          windowWords[window],
          mean,
          interval?.low ?? null,
          interval?.high ?? null,
          capacity?.perCpuSecond.mean ?? null,
        ],
      };
    }),
    notes: [
      {
        ko: `채널마다 연결 ${data.subscribers}개가 구독하고, 메시지는 ${data.payloadBytes}바이트예요. 구독하는 쪽은 바이트만 세요. 구간은 시행 평균의 95% 신뢰구간이에요.`,
        en: `Each channel has ${data.subscribers} subscribing connections, a message ${data.payloadBytes} bytes; subscribers only count bytes. The interval is the 95% one of the mean over trials.`,
      },
      {
        ko: `채널의 첫 구독은 ${bytesOf(firstBytes(data))}, 그다음 구독은 하나에 ${bytesOf(furtherBytes(data))} 정도예요(used_memory가 늘어난 양).`,
        en: `The first subscription of a channel takes ${bytesOf(firstBytes(data))}, each further one ${bytesOf(furtherBytes(data))} (growth of used_memory).`,
      },
    ],
  };
}

const bytesOf = (bytes: number | null): string => formatFigure(Math.round(bytes ?? Number.NaN), 'bytes');

/** The sum, line by line. */
function sum(data: CostsData, inputs: NearbyParams): TableBlock {
  const load = loadOf(inputs);
  const bytes = furtherBytes(data);
  const serversWith = (window: Window) => {
    const capacity = capacityOf(data, window);
    return capacity
      ? formatFigure(Math.ceil(serversFor(load.pushesPerSecond, capacity.perSecond).count), 'count')
      : null;
  };
  const whole = (figure: number) => formatFigure(Math.round(figure), 'count');
  const bookMemory = inputs.dau * book.activeFriendsForMemory * book.bytesPerSubscription;
  return {
    kind: 'table',
    id: 'sum',
    title: { ko: '계산(모델)', en: 'The sum (model)' },
    columns: [
      { id: 'line', title: { ko: '항목', en: 'line' } },
      { id: 'book', title: { ko: '책의 상수로', en: "with the book's constants" } },
      { id: 'here', title: { ko: '측정한 값으로', en: 'with what was measured' } },
    ],
    rows: [
      { id: 'online', cells: [{ ko: '동시 접속', en: 'connected' }, whole(load.online), whole(load.online)] },
      {
        id: 'updates',
        cells: [
          { ko: '초당 위치 보고', en: 'reports a second' },
          whole(load.updatesPerSecond),
          whole(load.updatesPerSecond),
        ],
      },
      {
        id: 'pushes',
        cells: [
          { ko: '초당 푸시', en: 'pushes a second' },
          whole(load.pushesPerSecond),
          whole(load.pushesPerSecond),
        ],
      },
      {
        id: 'copies',
        cells: [
          {
            ko: `Redis의 복사, 위치 서버 ${bookFleet}대`,
            en: `copies by Redis, ${bookFleet} location servers`,
          },
          whole(load.pushesPerSecond),
          whole(
            load.updatesPerSecond * distinctServers(bookFleet, load.pushesPerSecond / load.updatesPerSecond),
          ),
        ],
      },
      {
        id: 'memory',
        cells: [
          { ko: '구독의 메모리', en: 'memory of subscriptions' },
          formatFigure(bookMemory, 'bytes'),
          bytes === null ? null : formatFigure(load.subscriptions * bytes, 'bytes'),
        ],
      },
      {
        id: 'servers-awaits',
        cells: [
          { ko: '서버, 하나씩', en: 'servers, each reply awaited' },
          whole(bookServers(inputs)),
          serversWith('awaits'),
        ],
      },
      {
        id: 'servers-pipelines',
        cells: [
          { ko: '서버, 파이프라인', en: 'servers, pipelined' },
          whole(bookServers(inputs)),
          serversWith('pipelines'),
        ],
      },
    ],
    notes: [
      {
        ko: 'Redis는 서버마다 한 번만 복사해요. 친구 k명이 서버 S대에 고르게 흩어져 있으면 S(1-(1-1/S)^k)대에 가요.',
        en: 'Redis copies once for each server. With k friends spread evenly over S servers that is S(1-(1-1/S)^k) of them.',
      },
      {
        ko: '출처: Xu와 Lam, "System Design Interview" 2권(2022)의 "Nearby Friends". 접속 10%, 30초마다 보고, 친구의 10%가 접속 중, 서버 한 대에 초당 10만 건, 구독 하나에 20바이트. 책은 1,400만 건으로 올려서 140대라고 적었어요.',
        en: 'Source: Xu and Lam, "System Design Interview" volume 2 (2022), "Nearby Friends": 10% connected, a report every 30 s, 10% of the friends there, 100,000 pushes a second on a server, 20 bytes a subscription. The book rounds to 14 million and 140.',
      },
      {
        ko: '책의 메모리는 채널마다 활성 친구 100명을, 푸시는 40명을 넣었어요. 오른쪽은 접속한 사람이 친구 모두를 구독한다고 보고 셈해요.',
        en: 'For the memory the book takes 100 active friends a channel, for the pushes 40. On the right everybody connected is subscribed to all friends.',
      },
    ],
  };
}

/** What the number of servers hangs on: one input after the other, from one end of what it may be to the other. */
function hangsOn(data: CostsData, inputs: NearbyParams): BarsBlock {
  const base = bookServers(inputs);
  const fast = capacityOf(data, 'pipelines')?.perSecond.mean ?? book.pushesPerSecondPerServer;
  const bar = (id: string, label: { ko: string; en: string }, one: number, other: number) => ({
    ...{ id, label, value: base },
    low: Math.min(one, other),
    high: Math.max(one, other),
  });
  return {
    kind: 'bars',
    id: 'hangs-on',
    title: { ko: '서버 수를 바꾸는 것(모델)', en: 'What the number of servers hangs on (model)' },
    unit: 'servers',
    bars: [
      bar(
        'per-server',
        { ko: '한 대의 전달, 10만~측정', en: 'pushes a server, 100k to measured' },
        base,
        (base * book.pushesPerSecondPerServer) / fast,
      ),
      bar('interval', { ko: '보고 간격 15~60초', en: 'report every 15 to 60 s' }, 2 * base, base / 2),
      bar('active', { ko: '접속 중인 친구 5~25%', en: 'friends there, 5 to 25%' }, base / 2, 2.5 * base),
    ],
  };
}
