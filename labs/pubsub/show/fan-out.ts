import {
  type BarsBlock,
  formatFigure,
  Histogram,
  type RowQuality,
  type Shown,
  same,
  type TableBlock,
  type Text,
} from '../../../src/kit/judge.ts';
import type { FanOutArm, FanOutData } from '../data.ts';
import { awaitedBy, listenerOf } from '../judge/fan-out-arms.ts';
import type { params } from '../settings.ts';
import { bySubscribers, byWay, crowdOf, idOf, nameOf, wayOf } from './fan-out-arms.ts';
import { costTable, replyTable, stepTable } from './fan-out-costs.ts';

export const fanOutShown: Shown<FanOutData, typeof params> = {
  title: { ko: '팬아웃(fan-out)', en: 'Fan-out' },
  aim: {
    ko: '구독자가 늘면 발행에서 수신까지 얼마나 걸리는지, PUBLISH의 응답은 언제 오는지 봐요.',
    en: 'How long from publish to receive as more and more listen, and when the reply of PUBLISH comes.',
  },
  predict: {
    prompt: {
      ko: '여러 명이 구독하는 채널에 메시지를 하나 발행했고, 방금 PUBLISH의 응답이 왔어요. 이때 구독자들은 메시지를 받은 상태일까요?',
      en: 'A message was published to a channel with several subscribers, and the reply of PUBLISH has just come. Have they got the message?',
    },
    hints: {
      concept: {
        ko: '응답과 배달은 서로 다른 두 연결로 가요. 한쪽이 다른 쪽을 기다릴 이유가 있을까요?',
        en: 'The reply and the delivery travel on two connections. Does anything make one wait for the other?',
      },
      pointer: {
        ko: '응답이 마지막 구독자보다 먼저 온 횟수를 표에서 찾아보세요.',
        en: 'Find in the tables how often the reply came before the last subscriber had it.',
      },
    },
    choices: [
      {
        id: 'all',
        label: { ko: '네. 모두 받은 다음에 응답이 와요', en: 'Yes: the reply comes when all have it' },
        misconception: {
          ko: '응답의 숫자가 받은 사람의 수처럼 보여요. 하지만 Redis는 보낼 버퍼에 넣고, 누가 받기를 기다리지 않고 응답해요.',
          en: 'The number looks like a count of receivers. But Redis replies when the message is in the buffers to be sent, without waiting for anybody to receive it.',
        },
      },
      {
        id: 'not-all',
        label: {
          ko: '아니요. 아직 못 받은 구독자가 있을 수 있어요',
          en: 'No: some may not have it yet',
        },
      },
    ],
    answer: (arms) => {
      const replies = awaitedBy(arms, 'ioredis').flatMap((arm) => arm.replies ?? []);
      if (replies.every(({ messages }) => messages === 0)) return null;
      return replies.some(({ beforeLast }) => beforeLast > 0) ? 'not-all' : 'all';
    },
  },
  headline: (arms) => {
    const largest = awaitedBy(arms, 'ioredis').at(-1);
    if (!largest) return { ko: '재지 못함', en: 'nothing measured' };
    const { subscribers, replies } = largest;
    const half = formatFigure(Histogram.fromJSON(largest.latency).percentile(50) / 1e6, 'ms');
    const came: Text = replies
      ? {
          ko: `, 응답 ${formatFigure(replies.messages, 'messages')}건 중 ${formatFigure(replies.beforeLast, 'messages')}건이 도착보다 먼저 옴`,
          en: `; the reply was first in ${formatFigure(replies.beforeLast, 'messages')} of ${formatFigure(replies.messages, 'messages')}`,
        }
      : same('');
    return {
      ko: `구독자 ${subscribers}명: 절반이 ${half} ms 안에 도착${came.ko}`,
      en: `${subscribers} subscribers: half arrive within ${half} ms${came.en}`,
    };
  },
  show: (arms) => [
    latency(arms),
    untilTheLast(arms),
    ...replyTable(arms),
    ...stepTable(arms),
    ...costTable(arms),
  ],
  quality: (arms) =>
    arms.map(
      (arm): RowQuality => ({
        row: idOf(arm),
        name: nameOf(arm),
        clientBusyShare: arm.clientBusyShare,
        ...(arm.replies ? { littleDeviation: arm.replies.littleDeviation } : {}),
        ...(arm.failed ? { failed: arm.failed } : {}),
      }),
    ),
};

function latency(arms: FanOutData): TableBlock {
  const percentileMs = (histogram: Histogram, p: number) => {
    const ns = histogram.percentileOrNull(p);
    return ns === null ? null : ns / 1e6;
  };
  return {
    kind: 'table',
    id: 'latency',
    title: { ko: '발행에서 수신까지', en: 'From publish to receive' },
    columns: [
      byWay,
      bySubscribers,
      { id: 'p50', title: same('p50'), unit: 'ms' },
      { id: 'p95', title: same('p95'), unit: 'ms' },
      { id: 'p99', title: same('p99'), unit: 'ms' },
      { id: 'deliveries', title: { ko: '전달', en: 'deliveries' }, unit: 'perSecond' },
    ],
    rows: arms.map((arm) => {
      const histogram = Histogram.fromJSON(arm.latency);
      return {
        id: idOf(arm),
        cells: [
          wayOf(arm),
          arm.subscribers,
          ...[50, 95, 99].map((p) => percentileMs(histogram, p)),
          arm.elapsedMs > 0 ? arm.deliveries / (arm.elapsedMs / 1e3) : null,
        ],
      };
    }),
    notes: [
      ...(arms.some((arm) => arm.deliveries < 1_000) ? [tooFewSamples] : []),
      {
        ko: '닫힌 루프(closed loop)예요. 기다리는 발행자는 PUBLISH의 응답을 받아야 다음을 보내요. 파이프라인의 지연에는 줄을 서는 시간까지 들어가요.',
        en: "A closed loop: a publisher that waits sends the next message after PUBLISH's reply. The latency of pipelining includes the time spent in the queue.",
      },
      ...(arms.some((arm) => listenerOf(arm) === 'socket') ? [bareSockets] : []),
    ],
  };
}

const tooFewSamples: Text = {
  ko: '표본이 모자란 백분위수는 비워 두었어요. p99는 전달 1,000건부터 보여요.',
  en: 'A percentile with too few samples stays empty: p99 is shown from 1,000 deliveries on.',
};

const bareSockets: Text = {
  ko: '소켓만 읽음: 발행자는 응답을 기다리고, 구독자는 라이브러리 없이 소켓에서 메시지 번호만 읽어요.',
  en: 'bare sockets: the publisher waits; the subscribers use no library and only read the number of each message.',
};

function untilTheLast(arms: FanOutData): BarsBlock {
  return {
    kind: 'bars',
    id: 'last',
    title: { ko: '마지막 구독자가 받기까지(p50)', en: 'Until the last subscriber has it (p50)' },
    unit: 'ms',
    bars: arms
      .filter((arm) => arm.publisher === 'awaits' && arm.trials > 0)
      .map((arm) => ({
        id: idOf(arm),
        label: listenerOf(arm) === 'socket' ? bySockets(arm) : crowdOf(arm),
        value: Histogram.fromJSON(arm.latencyOfLast).percentile(50) / 1e6,
      })),
  };
}

function bySockets({ subscribers }: FanOutArm): Text {
  return { ko: `${subscribers}명(소켓만 읽음)`, en: `${subscribers} by bare sockets` };
}
