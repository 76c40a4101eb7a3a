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
    hints: {
      concept: {
        ko: '한쪽이 읽지 않으면 보낸 것은 어디에 쌓일까요? 끝없이 쌓이면 누가 곤란할까요?',
        en: 'Where does it pile up when one side does not read? Who suffers if it piles up for ever?',
      },
      pointer: {
        ko: '서버 로그의 한 줄과 출력 버퍼의 최댓값을 보세요.',
        en: 'Look at the line of the server log, and at the largest output buffer.',
      },
    },
    choices: [
      {
        id: 'waits',
        label: { ko: '발행자를 기다리게 해요', en: 'It makes the publisher wait' },
        misconception: {
          ko: '느린 쪽에 맞춰 기다리는 것(back-pressure)은 TCP가 하는 일이에요(RFC 9293의 window). Redis의 PUBLISH는 구독자를 기다리지 않고 버퍼에 쌓아요.',
          en: 'Waiting for the slower side (back-pressure) is what TCP does (the window of RFC 9293). PUBLISH does not wait for subscribers, it piles up in a buffer.',
        },
      },
      {
        id: 'keeps',
        label: { ko: '다시 읽을 때까지 모두 보관해요', en: 'It keeps everything until it reads again' },
        misconception: {
          ko: '출력 버퍼에는 한도(client-output-buffer-limit)가 있어요. 기본 한도까지 쌓이면 다른 데이터가 어떻게 되는지도 표에 있어요.',
          en: 'The output buffer has a limit (client-output-buffer-limit). What piling up to the default one does to other data is in the tables, too.',
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
        ko: `이 실험용 서버는 출력 버퍼가 한도(${limit})를 넘으면 연결을 끊어요(redis.conf의 기본 한도는 32 MB, 또는 8 MB를 60초 넘게).`,
        en: `The limit on this private server is ${limit} (by default 32 MB, or 8 MB for 60 s: redis.conf).`,
      },
      ...(slow.serverLog === null ? [] : [wherePiledUp]),
      ...longestReply(slow.longestReplyMs),
    ],
  };
}

const wherePiledUp: Text = {
  ko: '다시 읽기 시작했을 때 받은 것은 커널의 소켓 버퍼에 있던 것이고, Redis의 메모리(omem)에 쌓인 것은 연결과 함께 사라졌어요.',
  en: "What it received when it read again had been in the kernel's socket buffers; what was piled up in Redis' memory (omem) went with the connection.",
};

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
    notes: evicted === 0 ? [] : [othersPay],
  };
}

const othersPay: Text = {
  ko: '구독자 하나가 읽지 않았을 뿐이에요. 출력 버퍼도 maxmemory에 들어가서(문서: Key eviction), allkeys-lru인 이 서버에서는 상관없는 키가 자리를 내줬어요.',
  en: 'One subscriber did not read, that is all. Its output buffer counts towards maxmemory (docs: Key eviction): on this server, with allkeys-lru, it was keys of others that made room.',
};

function serverWords(line: string | null): Text {
  if (line === null)
    return { ko: '서버는 이 구독자를 끊지 않았어요.', en: 'The server did not cut this subscriber off.' };
  return { ko: `서버의 로그: ${shortened(line)}`, en: `The server's own words: ${shortened(line)}` };
}
