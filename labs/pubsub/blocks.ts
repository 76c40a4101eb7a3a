// What a reader sees of each act.
import {
  type Block,
  countDelivery,
  type Delivery,
  formatFigure,
  fromRuns,
  Histogram,
  type Mark,
  same,
  type TableBlock,
  type Text,
  type TimelineBlock,
  toRuns,
} from '../../src/lab-kit.ts';
import type { AwayArm } from './away.ts';
import type { PubsubData } from './run.ts';
import { slowHistory } from './sequence.ts';
import { absenceWords, faultWords, publisherWords } from './words.ts';

export function blocksOf(data: PubsubData): Block[] {
  return [
    ...channelBlocks(data.channel),
    ...fanOutBlocks(data.fanOut),
    ...awayBlocks(data.away),
    ...(data.slow ? slowBlocks(data.slow) : []),
    sideBySide(data),
  ];
}

function channelBlocks({ lines, pattern, getWhileSubscribed }: PubsubData['channel']): Block[] {
  return [
    { kind: 'transcript', title: { ko: '1막  채널', en: 'Act 1  Channel' }, lines },
    {
      kind: 'note',
      text: {
        ko: `PUBLISH의 대답은 메시지를 넘겨준 구독의 수예요. 0이어도 오류가 아니에요. 채널과 패턴을 함께 구독한 연결은 ${pattern.reply}로 세어졌고 같은 메시지를 ${pattern.copies}번 받았어요.`,
        en: `PUBLISH answers to how many subscriptions it handed the message; 0 is no error. A connection that subscribed to the channel and to a matching pattern was counted as ${pattern.reply} and got the message ${pattern.copies} times.`,
      },
    },
    {
      kind: 'note',
      text: {
        ko: `구독 중인 연결에서 GET을 보내면 RESP2는 ${refusalWord(getWhileSubscribed.resp2).ko}, RESP3(HELLO 3)는 ${refusalWord(getWhileSubscribed.resp3).ko}. 그래서 구독용 연결을 따로 두는 습관이 생겼어요.`,
        en: `GET on a subscribed connection: RESP2 ${refusalWord(getWhileSubscribed.resp2).en}, RESP3 (HELLO 3) ${refusalWord(getWhileSubscribed.resp3).en}. Hence the habit of keeping a connection just for subscribing.`,
      },
    },
  ];
}

function refusalWord(reply: string): Text {
  return reply.startsWith('(error)')
    ? { ko: '거절했고', en: 'refused it' }
    : { ko: '대답했어요', en: 'answered it' };
}

function fanOutBlocks(arms: PubsubData['fanOut']): Block[] {
  const percentileMs = (histogram: Histogram, p: number) => {
    const ns = histogram.percentileOrNull(p);
    return ns === null ? null : ns / 1e6;
  };
  return [
    {
      kind: 'table',
      title: { ko: '2막  발행에서 수신까지', en: 'Act 2  From publish to receive' },
      columns: [
        { title: { ko: '구독자', en: 'subscribers' }, unit: 'count' },
        { title: { ko: '발행자', en: 'publisher' } },
        { title: same('p50'), unit: 'ms' },
        { title: same('p95'), unit: 'ms' },
        { title: same('p99'), unit: 'ms' },
        { title: { ko: '전달', en: 'deliveries' }, unit: 'perSecond' },
      ],
      rows: arms.map((arm) => {
        const latency = Histogram.fromJSON(arm.latency);
        const perSecond = arm.deliveries / (arm.elapsedMs / 1e3);
        return [
          arm.subscribers,
          publisherWords[arm.publisher],
          ...[50, 95, 99].map((p) => percentileMs(latency, p)),
          perSecond,
        ];
      }),
      notes: [
        ...(arms.some((arm) => arm.deliveries < 1_000) ? [tooFewSamples] : []),
        ...clientBoundNote(arms),
        {
          ko: '닫힌 루프(closed loop)예요. 기다리는 발행자는 앞의 메시지가 끝나야 다음을 보내요. 몰아 보내면(파이프라인) 처리량이 늘지만, 줄을 서는 시간까지 지연에 들어가요.',
          en: 'A closed loop: a publisher that waits sends the next message after the last one is done. Pipelining delivers more, and its latency includes the time spent in the queue.',
        },
      ],
    },
    {
      kind: 'bars',
      title: { ko: '마지막 구독자가 받기까지(p50)', en: 'Until the last subscriber has it (p50)' },
      unit: 'ms',
      bars: arms
        .filter((arm) => arm.publisher === 'awaits')
        .map((arm) => ({
          label: { ko: `구독자 ${arm.subscribers}명`, en: `${arm.subscribers} subscribers` },
          value: Histogram.fromJSON(arm.latencyOfLast).percentile(50) / 1e6,
        })),
    },
  ];
}

/** Above this the generator's own core is the limit (measured as event loop utilisation). */
const clientBoundFrom = 0.85;

function clientBoundNote(arms: PubsubData['fanOut']): Text[] {
  const bound = arms.filter((arm) => arm.clientBusyShare > clientBoundFrom);
  if (bound.length === 0) return [];
  const row = (lang: 'ko' | 'en') => (arm: (typeof bound)[number]) =>
    `${arm.subscribers} (${publisherWords[arm.publisher][lang]})`;
  return [
    {
      ko: `구독자 ${bound.map(row('ko')).join(', ')} 줄에서는 받는 쪽인 Node가 쉴 틈 없이 바빴어요(client-bound). 그 줄의 전달 속도는 Redis가 아니라 Node의 한계예요.`,
      en: `In the rows ${bound.map(row('en')).join(', ')} Node, the receiving side, had no time to rest (client-bound): their deliveries per second are Node's limit, not Redis'.`,
    },
  ];
}

const tooFewSamples: Text = {
  ko: '표본이 모자란 백분위수는 비워 두었어요. p99는 전달 1,000건부터 보여요.',
  en: 'A percentile with too few samples stays empty: p99 is shown from 1,000 deliveries on.',
};

function awayBlocks(arms: PubsubData['away']): Block[] {
  const table: TableBlock = {
    kind: 'table',
    title: { ko: '3막  자리를 비운 사이', en: 'Act 3  While it was away' },
    columns: [
      { title: { ko: '구독자는', en: 'subscriber' } },
      { title: { ko: '발행', en: 'published' }, unit: 'count' },
      { title: { ko: '수신', en: 'received' }, unit: 'count' },
      { title: { ko: '유실', en: 'lost' }, unit: 'count' },
      { title: { ko: '그사이 PUBLISH 대답의 합', en: 'sum of PUBLISH replies meanwhile' }, unit: 'count' },
    ],
    rows: arms.map((arm) => {
      const { sent, received, lost } = countDelivery(arm.history);
      return [absenceWords[arm.absence], sent, received, lost.count, arm.repliesInGap];
    }),
    notes: [
      {
        ko: '말없이 끊긴 네트워크에서는 PUBLISH가 받은 연결이 있다고 대답해요. 그 대답은 버퍼에 넣었다는 뜻이지, 받았다는 뜻이 아니에요.',
        en: 'On a silently dead network PUBLISH still counts the connection. The reply means "put into its buffer", not "received".',
      },
    ],
  };
  return [table, timelineOf(arms)];
}

function timelineOf(arms: PubsubData['away']): TimelineBlock {
  const last = Math.max(...arms.map((arm) => countDelivery(arm.history).sent));
  return {
    kind: 'timeline',
    title: { ko: '몇 번 메시지를 받았을까', en: 'Which messages arrived' },
    axis: { label: { ko: '메시지 번호', en: 'message id' }, first: 1, last },
    lanes: arms.map((arm) => ({ label: absenceWords[arm.absence], spans: spansOf(arm) })),
  };
}

function spansOf(arm: AwayArm): TimelineBlock['lanes'][number]['spans'] {
  const { lost } = countDelivery(arm.history);
  const received = [...new Set(fromRuns(arm.history.received))].sort((a, b) => a - b);
  const span = (mark: Mark) => (run: readonly [number, number]) => ({ first: run[0], last: run[1], mark });
  return [...toRuns(received).map(span('delivered')), ...lost.ids.map(span('lost'))].sort(
    (a, b) => a.first - b.first,
  );
}

function slowBlocks(slow: NonNullable<PubsubData['slow']>): Block[] {
  const { received, lost } = countDelivery(slowHistory(slow));
  const limit = formatFigure(slow.limitBytes, 'bytes');
  return [
    {
      kind: 'table',
      title: { ko: '4막  읽지 않는 구독자', en: 'Act 4  A subscriber that stops reading' },
      columns: [
        { title: { ko: '발행', en: 'published' }, unit: 'count' },
        { title: { ko: 'PUBLISH가 센 것', en: 'counted by PUBLISH' }, unit: 'count' },
        { title: { ko: '수신', en: 'received' }, unit: 'count' },
        { title: { ko: '유실', en: 'lost' }, unit: 'count' },
        { title: { ko: '출력 버퍼 최대(omem)', en: 'output buffer peak (omem)' }, unit: 'bytes' },
      ],
      rows: [[slow.published, slow.counted, received, lost.count, slow.outputBufferPeakBytes]],
      notes: [
        {
          ko: `이 실험용 서버의 한도는 ${limit}예요(기본값은 32 MB, 또는 8 MB를 60초 넘게). 커널의 소켓 버퍼가 먼저 차고, 그다음에 Redis가 메모리에 쌓아요.`,
          en: `The limit on this private server is ${limit} (by default 32 MB, or 8 MB for 60 s). The kernel's socket buffers fill first, then Redis piles up in memory.`,
        },
      ],
    },
    { kind: 'note', text: serverWords(slow.serverLog) },
  ];
}

function serverWords(line: string | null): Text {
  if (line === null)
    return { ko: '서버는 이 구독자를 끊지 않았어요.', en: 'The server did not cut this subscriber off.' };
  return { ko: `서버의 로그: ${line}`, en: `The server's own words: ${line}` };
}

/** Every arm of both kinds, in the words of Jepsen's queue checker. */
function sideBySide(data: PubsubData): TableBlock {
  const row = (name: Text, { sent, lost, duplicated, reordered, recovered }: Delivery) => [
    name,
    sent,
    lost.count,
    duplicated.count,
    reordered,
    recovered.count,
  ];
  const named = (kind: string, words: Text): Text => ({
    ko: `${kind}: ${words.ko}`,
    en: `${kind}: ${words.en}`,
  });
  return {
    kind: 'table',
    title: { ko: '5막  Pub/Sub과 Streams 나란히', en: 'Act 5  Pub/Sub and Streams side by side' },
    columns: [
      { title: { ko: '무엇이, 어떤 일을 겪었나', en: 'what, under which fault' } },
      { title: { ko: '발행', en: 'sent' }, unit: 'count' },
      { title: { ko: '유실', en: 'lost' }, unit: 'count' },
      { title: { ko: '중복', en: 'dup.' }, unit: 'count' },
      { title: { ko: '순서 바뀜', en: 'reord.' }, unit: 'count' },
      { title: { ko: '응답 없이 도착', en: 'recov.' }, unit: 'count' },
    ],
    rows: [
      ...data.away.map((arm) => row(named('Pub/Sub', absenceWords[arm.absence]), countDelivery(arm.history))),
      ...(data.slow ? [row(named('Pub/Sub', slowWords), countDelivery(slowHistory(data.slow)))] : []),
      ...data.streams.map((arm) => row(named('Streams', faultWords[arm.fault]), countDelivery(arm.history))),
    ],
    notes: [
      {
        ko: '유실: Redis가 받았다고 대답했지만 끝내 도착하지 않은 것. 중복: 보낸 것보다 여러 번 도착한 것. 응답 없이 도착: 대답을 못 받았는데 도착한 것.',
        en: 'lost: acknowledged by Redis, never received. dup.: received more often than sent. reord.: out of order. recov.: received though never acknowledged.',
      },
    ],
  };
}

const slowWords: Text = { ko: '읽지 않음', en: 'stops reading' };
