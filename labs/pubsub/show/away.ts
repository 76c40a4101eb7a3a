import {
  countDelivery,
  fromRuns,
  type Mark,
  type Shown,
  type TableBlock,
  type TimelineBlock,
  toRuns,
} from '../../../src/kit/judge.ts';
import type { AwayArm, AwayData } from '../data.ts';
import type { params } from '../settings.ts';
import { absenceWords } from '../words.ts';

export const awayShown: Shown<AwayData, typeof params> = {
  title: { ko: '자리 비움', en: 'Away' },
  aim: {
    ko: '구독자가 잠깐 없는 사이에 발행하면 무엇을 받는지 봐요.',
    en: 'What a subscriber gets of the messages sent while it was away.',
  },
  predict: {
    prompt: {
      ko: '번호가 붙은 메시지를 계속 발행해요. 가운데 3분의 1 동안 구독자의 연결이 끊겼다가 클라이언트가 저절로 재연결해요. 구독자는 무엇을 받을까요?',
      en: 'Numbered messages are published. For the middle third the subscriber is cut off, then its client reconnects by itself. What does the subscriber get?',
    },
    hints: {
      concept: {
        ko: '채널은 우체통이 아니에요. 듣는 사람이 없을 때 온 메시지는 어디에 있을 수 있을까요?',
        en: 'A channel is no letter box. Where could a message be that came while nobody listened?',
      },
      pointer: {
        ko: '잃은 번호의 처음과 끝을, 끊긴 동안 발행한 번호와 비교해 보세요.',
        en: 'Compare the first and the last lost id with those that were published during the cut.',
      },
    },
    choices: [
      {
        id: 'everything',
        label: { ko: '전부. 밀린 것은 재연결할 때 받아요', en: 'Everything: the backlog comes on reconnect' },
        misconception: {
          ko: 'Redis가 구독자 대신 메시지를 보관한다고 생각하기 쉬워요. 채널에는 보관함이 없어서, 다시 구독해도 돌려줄 것이 없어요.',
          en: 'It is easy to think that Redis keeps messages for a subscriber. A channel has no store: there is nothing to hand over when it comes back.',
        },
      },
      {
        id: 'without-the-gap',
        label: {
          ko: '처음과 끝만. 끊긴 사이의 것은 사라져요',
          en: 'The first and the last third: the gap is gone',
        },
      },
      {
        id: 'only-before',
        label: {
          ko: '처음 3분의 1만. 구독도 사라지니까요',
          en: 'Only the first third: the subscription is gone too',
        },
        misconception: {
          ko: '서버는 구독을 잊지만, 클라이언트가 재연결하면서 구독도 다시 걸어요. 돌아오지 않는 것은 그사이의 메시지예요.',
          en: 'The server forgets the subscription, but the client subscribes again when it reconnects. What does not come back is the gap.',
        },
      },
    ],
    answer: answerOf,
  },
  headline: (arms) => {
    const cut = arms.find(({ absence }) => absence === 'cut');
    const { sent, lost } = cut ? countDelivery(cut.history) : { sent: 0, lost: { count: 0 } };
    return {
      ko: `끊긴 구독자: ${sent}건 가운데 ${lost.count === 0 ? '잃은 것 없음' : `${lost.count}건 유실`}`,
      en: `cut off: lost ${lost.count} of ${sent}`,
    };
  },
  show: (arms) => [table(arms), timelineOf(arms)],
};

/** Which of the choices the cut subscriber bore out. */
function answerOf(arms: AwayData): string | null {
  const cut = arms.find((arm) => arm.absence === 'cut');
  const [gapFirst, gapLast] = cut?.gap[0] ?? [];
  if (!cut || gapFirst === undefined || gapLast === undefined) return null;
  const { received, lost } = countDelivery(cut.history);
  if (lost.count === 0) return 'everything';
  if (received === gapFirst - 1) return 'only-before';
  return lost.count === gapLast - gapFirst + 1 ? 'without-the-gap' : null;
}

function table(arms: AwayData): TableBlock {
  return {
    kind: 'table',
    id: 'delivery',
    title: { ko: '자리를 비운 사이', en: 'While it was away' },
    columns: [
      { id: 'subscriber', title: { ko: '구독자 상태', en: 'subscriber' } },
      { id: 'published', title: { ko: '발행', en: 'published' }, unit: 'messages' },
      { id: 'received', title: { ko: '수신', en: 'received' }, unit: 'messages' },
      { id: 'lost', title: { ko: '유실', en: 'lost' }, unit: 'messages' },
      {
        id: 'replies-in-gap',
        title: { ko: '그사이 응답의 합', en: 'replies meanwhile' },
        unit: 'count',
      },
      { id: 'latest', title: { ko: '가장 늦은 도착', en: 'latest' }, unit: 'ms' },
    ],
    rows: arms.map((arm) => {
      const { sent, received, lost } = countDelivery(arm.history);
      return {
        id: arm.absence,
        cells: [
          absenceWords[arm.absence],
          sent,
          received,
          lost.count,
          arm.repliesInGap,
          arm.latestMs ?? null,
        ],
      };
    }),
    notes: [
      {
        ko: '그사이 응답의 합: 자리를 비운 동안 PUBLISH의 응답을 더한 값이에요. 응답은 넘겨준 구독의 수라서, 조용히 끊긴 연결도 세어요. 출력 버퍼에 넣었다는 뜻이지, 받았다는 뜻이 아니에요.',
        en: 'replies meanwhile: the sum of what PUBLISH replied during the absence. A reply counts subscriptions, also of a line that is silently dead: it means "put into its buffer", not "received".',
      },
      {
        ko: '가장 늦은 도착: 발행에서 도착까지 가장 오래 걸린 메시지예요. 침묵은 우리 프록시가 바이트를 붙들어 두는 것으로 흉내 내요. 실제 네트워크에서는 TCP가 다시 보내요(RFC 9293).',
        en: 'latest: the longest time from publish to arrival. The silence is made by our proxy, which holds the bytes back; on a real network TCP sends them again (RFC 9293).',
      },
    ],
  };
}

function timelineOf(arms: AwayData): TimelineBlock {
  const last = Math.max(...arms.map((arm) => countDelivery(arm.history).sent));
  return {
    kind: 'timeline',
    id: 'ids',
    title: { ko: '어느 메시지를 받았을까', en: 'Which messages arrived' },
    axis: { label: { ko: '메시지 번호', en: 'message id' }, first: 1, last },
    lanes: arms.map((arm) => ({ id: arm.absence, label: absenceWords[arm.absence], spans: spansOf(arm) })),
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
