import {
  countDelivery,
  formatFigure,
  formatQuantity,
  type Shown,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { EvictionData, SlowData } from '../data.ts';
import { slowHistory } from '../judge/slow-history.ts';
import { shortened } from '../parts/server-log.ts';
import type { params } from '../settings.ts';
import { slowWords } from '../words.ts';

/** A publisher that waits so long for its replies was made to wait. */
const aWaitMs = 1_000;

export const slowShown: Shown<SlowData, typeof params> = {
  title: { ko: '읽지 않는 구독자', en: 'Not reading' },
  aim: {
    ko: '연결은 살아 있는데 읽지 않는 구독자를 Redis가 어떻게 하는지 봐요.',
    en: 'What Redis does with a subscriber that is connected and does not read.',
  },
  predict: {
    prompt: {
      ko: '구독자가 연결은 둔 채 읽기를 멈췄고, 발행은 계속돼요. Redis는 어떻게 할까요?',
      en: 'A subscriber stays connected but stops reading, and publishing goes on. What does Redis do?',
    },
    choices: [
      {
        id: 'waits',
        label: { ko: '발행자를 기다리게 해요', en: 'It makes the publisher wait' },
        misconception: {
          ko: '느린 쪽에 맞춰 기다리는 것(back-pressure)은 TCP가 하는 일이에요. Redis의 PUBLISH는 구독자를 기다리지 않고 버퍼에 쌓아요.',
          en: 'Waiting for the slower side (back-pressure) is what TCP does. PUBLISH does not wait for subscribers, it piles up in a buffer.',
        },
      },
      {
        id: 'keeps',
        label: { ko: '다시 읽을 때까지 모두 보관해요', en: 'It keeps everything until it reads again' },
        misconception: {
          ko: '출력 버퍼에는 한도(client-output-buffer-limit)가 있어요. 한도가 없다면 구독자 하나가 서버의 메모리를 다 쓸 수 있어요.',
          en: 'The output buffer has a limit (client-output-buffer-limit); without one a single subscriber could take all the memory.',
        },
      },
      { id: 'cuts', label: { ko: '연결을 끊어 버려요', en: 'It cuts the connection' } },
    ],
    answer: (slow) => {
      if (slow.serverLog !== null) return 'cuts';
      if ((slow.longestReplyMs ?? 0) >= aWaitMs) return 'waits';
      return countDelivery(slowHistory(slow)).lost.count === 0 ? 'keeps' : null;
    },
  },
  headline: (slow) => {
    const { lost } = countDelivery(slowHistory(slow));
    const count = formatFigure(lost.count, 'messages');
    const away = slow.eviction ? evictedWords(slow.eviction) : null;
    const cut =
      slow.serverLog === null
        ? { ko: '읽지 않아도 끊기지 않음', en: 'not cut off' }
        : { ko: `읽지 않자 끊김, ${count}건 유실`, en: `cut off, ${count} lost` };
    return away ? { ko: `${cut.ko}, ${away.ko}`, en: `${cut.en}; ${away.en}` } : cut;
  },
  show: (slow) => [
    delivery(slow),
    { kind: 'note', text: serverWords(slow.serverLog) },
    ...(slow.eviction ? [eviction(slow.eviction)] : []),
  ],
};

function evictedWords({ evicted, keysBefore }: EvictionData): Text {
  const [gone, all] = [formatFigure(evicted, 'count'), formatFigure(keysBefore, 'count')];
  return evicted === 0
    ? { ko: '다른 키는 그대로', en: 'no other key gone' }
    : { ko: `다른 키 ${all}개 중 ${gone}개 밀려남`, en: `${gone} of ${all} other keys evicted` };
}

function delivery(slow: SlowData): TableBlock {
  const { received, lost } = countDelivery(slowHistory(slow));
  const limit = formatFigure(slow.limitBytes, 'bytes');
  return {
    kind: 'table',
    id: 'delivery',
    title: { ko: '읽지 않는 구독자', en: 'A subscriber that stops reading' },
    columns: [
      { id: 'subscriber', title: { ko: '구독자 상태', en: 'subscriber' } },
      { id: 'published', title: { ko: '발행', en: 'published' }, unit: 'messages' },
      { id: 'counted', title: { ko: 'PUBLISH가 센 것', en: 'counted by PUBLISH' }, unit: 'messages' },
      { id: 'received', title: { ko: '수신', en: 'received' }, unit: 'messages' },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      {
        id: 'output-buffer',
        title: { ko: '출력 버퍼 최대(omem)', en: 'output buffer peak (omem)' },
        unit: 'bytes',
      },
    ],
    rows: [
      {
        id: 'slow',
        cells: [slowWords, slow.published, slow.counted, received, lost.count, slow.outputBufferPeakBytes],
      },
    ],
    notes: [
      {
        ko: `이 실험용 서버는 출력 버퍼가 한도(${limit})를 넘으면 연결을 끊어요(기본 한도는 32 MB, 또는 8 MB를 60초 넘게). 커널의 소켓 버퍼가 먼저 차고, 그다음에 Redis가 메모리에 쌓아요.`,
        en: `The limit on this private server is ${limit} (by default 32 MB, or 8 MB for 60 s). The kernel's socket buffers fill first, then Redis piles up in memory.`,
      },
      ...longestReply(slow.longestReplyMs),
    ],
  };
}

function longestReply(ms: number | undefined): Text[] {
  if (ms === undefined) return [];
  const longest = formatQuantity(ms, 'ms');
  return [
    {
      ko: `발행자를 기다리게 하는지는 응답이 알려 줘요. 한꺼번에 보낸 25건의 응답을 모두 받기까지 길어야 ${longest} 걸렸어요.`,
      en: `Was the publisher made to wait? All replies to 25 messages sent together took ${longest} at the longest.`,
    },
  ];
}

function eviction({
  maxmemoryBytes,
  published,
  outputBufferPeakBytes,
  keysBefore,
  evicted,
}: EvictionData): TableBlock {
  return {
    kind: 'table',
    id: 'eviction',
    title: { ko: '다른 데이터가 치르는 비용', en: 'What it costs the others' },
    columns: [
      { id: 'server', title: { ko: '서버', en: 'server' } },
      { id: 'maxmemory', title: same('maxmemory'), unit: 'bytes' },
      { id: 'published', title: { ko: '발행', en: 'published' }, unit: 'messages' },
      { id: 'output-buffer', title: { ko: '출력 버퍼 최대', en: 'output buffer peak' }, unit: 'bytes' },
      { id: 'keys', title: { ko: '원래 있던 키', en: 'keys before' }, unit: 'count' },
      { id: 'evicted', title: { ko: '밀려난 키', en: 'evicted keys' }, unit: 'count' },
    ],
    rows: [
      {
        id: 'default-limit',
        cells: [
          { ko: '한도는 기본값', en: 'default limit' },
          maxmemoryBytes,
          published,
          outputBufferPeakBytes,
          keysBefore,
          evicted,
        ],
      },
    ],
    notes: [
      {
        ko: '구독자 하나가 읽지 않을 뿐인데, 출력 버퍼도 Redis의 메모리라서 maxmemory에 들어가요. allkeys-lru이면 자리를 내주는 것은 상관없는 키예요.',
        en: 'One subscriber does not read, that is all. But its output buffer is memory of Redis and counts towards maxmemory: with allkeys-lru it is keys of others that make room.',
      },
    ],
  };
}

function serverWords(line: string | null): Text {
  if (line === null)
    return { ko: '서버는 이 구독자를 끊지 않았어요.', en: 'The server did not cut this subscriber off.' };
  return { ko: `서버의 로그: ${shortened(line)}`, en: `The server's own words: ${shortened(line)}` };
}
