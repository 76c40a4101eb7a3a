// What stands behind the latencies: when the reply comes, what each further subscriber adds, and who pays for it.
import { type Block, Histogram } from '../../../src/kit/judge.ts';
import type { FanOutArm, FanOutData } from '../data.ts';
import { awaitedBy, stepUs } from '../judge/fan-out-arms.ts';
import { listenerWords } from '../words.ts';
import { bySubscribers, byWay, crowdOf, idOf, wayOf } from './fan-out-arms.ts';

/** Older records know nothing of replies. */
export function replyTable(arms: FanOutData): Block[] {
  const rows = awaitedBy(arms, 'ioredis').flatMap((arm) => {
    if (!arm.replies) return [];
    const { latency: reply, messages, beforeFirst, beforeLast } = arm.replies;
    const onTheirWay = arm.latencyOfLast.sum / 1e6 / arm.elapsedMs;
    const half = Histogram.fromJSON(reply).percentile(50) / 1e6;
    return [{ id: idOf(arm), cells: [crowdOf(arm), half, messages, beforeFirst, beforeLast, onTheirWay] }];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'replies',
      title: { ko: '응답이 왔을 때 누가 받았을까', en: 'Who has it when the reply is there' },
      columns: [
        { id: 'crowd', title: { ko: '기다리는 발행자', en: 'a publisher that waits' } },
        { id: 'reply', title: { ko: '응답 p50', en: 'reply p50' }, unit: 'ms' },
        { id: 'replies', title: { ko: '응답', en: 'replies' }, unit: 'messages' },
        { id: 'before-first', title: { ko: '아무도 받기 전', en: 'before anybody' }, unit: 'messages' },
        { id: 'before-last', title: { ko: '모두 받기 전', en: 'before all' }, unit: 'messages' },
        { id: 'under-way', title: { ko: '가는 중인 메시지', en: 'on their way' } },
      ],
      rows,
      notes: [
        {
          ko: '아무도 받기 전, 모두 받기 전: 이 프로세스가 응답을 읽었을 때 구독자 쪽에서는 아직 읽지 못한 메시지예요.',
          en: 'before anybody, before all: messages that the subscribers had not read yet when this process read the reply.',
        },
        {
          ko: '가는 중인 메시지: 마지막 구독자를 향해 가는 메시지가 평균 몇 건인지 Little의 법칙(발행 속도 × 걸린 시간)으로 구했어요. 도착을 기다리는 발행자라면 1을 넘지 않아요.',
          en: "on their way: how many messages were on their way to the last subscriber on average, by Little's law (rate x time). A publisher that waited for arrival would not exceed 1.",
        },
      ],
    },
  ];
}

/** What each further subscriber adds, from crowd to crowd: no straight line is assumed. */
export function stepTable(arms: FanOutData): Block[] {
  const rows = (['ioredis', 'socket'] as const).flatMap((listener) => {
    const crowds = awaitedBy(arms, listener);
    return crowds.slice(1).flatMap((many, index) => {
      const few = crowds[index] as FanOutArm;
      const step = stepUs(few, many);
      if (!step) return [];
      const { low, high } = step.interval ?? { low: null, high: null };
      const span = {
        ko: `${few.subscribers}명 → ${many.subscribers}명`,
        en: `${few.subscribers} to ${many.subscribers}`,
      };
      return [
        {
          id: `${listener}-${few.subscribers}-${many.subscribers}`,
          cells: [listenerWords[listener], span, step.mean, low, high],
        },
      ];
    });
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'steps',
      title: { ko: '구독자가 한 명 늘 때마다', en: 'What each further subscriber adds' },
      columns: [
        { id: 'listener', title: { ko: '구독자 쪽', en: 'listening by' } },
        { id: 'crowds', title: { ko: '구독자 수', en: 'subscribers' } },
        { id: 'step', title: { ko: '마지막 도착이 늦어짐', en: 'last arrival later by' }, unit: 'us' },
        { id: 'low', title: { ko: '하한', en: 'low' }, unit: 'us' },
        { id: 'high', title: { ko: '상한', en: 'high' }, unit: 'us' },
      ],
      rows,
      notes: [
        {
          ko: '하한과 상한은 같은 라운드의 시행끼리 비교한 95% 신뢰구간이에요. 라운드가 다섯 번보다 적으면 비워 둬요. 줄마다 다르면 곧은 직선이 아니라는 뜻이에요.',
          en: 'low and high: the 95 % interval over trials of the same round; empty below five rounds. Where rows differ there is no straight line.',
        },
      ],
    },
  ];
}

/** On the learner's own server, and in older records, there is none. */
export function costTable(arms: FanOutData): Block[] {
  const rows = arms.flatMap((arm) => {
    if (!arm.cost) return [];
    const { serverUs, publishUs, clientUs } = arm.cost;
    return [{ id: idOf(arm), cells: [wayOf(arm), arm.subscribers, clientUs, serverUs, publishUs] }];
  });
  if (rows.length === 0) return [];
  return [
    {
      kind: 'table',
      id: 'cost',
      title: { ko: '전달 한 건의 CPU 비용', en: 'CPU for one delivery' },
      columns: [
        byWay,
        bySubscribers,
        { id: 'client', title: { ko: '클라이언트(Node)', en: 'client (Node)' }, unit: 'us' },
        { id: 'server', title: { ko: '서버(Redis)', en: 'server (Redis)' }, unit: 'us' },
        { id: 'publish', title: { ko: '그중 PUBLISH', en: 'of it in PUBLISH' }, unit: 'us' },
      ],
      rows,
      notes: [
        {
          ko: '발행하는 비용까지 모두 더해서 전달 수로 나눴어요. 그중 PUBLISH는 서버가 commandstats에 적은 시간이에요(문서: INFO). 명령을 실행하는 시간이고, 소켓에는 그 뒤에 써요(소스: networking.c).',
          en: 'Publishing included, divided by the deliveries. "of it in PUBLISH" is what the server notes in commandstats (docs: INFO) for running the command; sockets are written afterwards (source: networking.c).',
        },
      ],
    },
  ];
}
