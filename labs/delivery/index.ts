import { ran, same, type Text } from '../../src/kit/judge.ts';
import { defineLab, redisProgram } from '../../src/kit/run.ts';
import { arms } from './arms.ts';
import type { DeliveryData, DeliveryTried } from './data.ts';
import { decide } from './decide.ts';
import { experiments } from './experiments.ts';
import { enough } from './judge/enough.ts';
import { streaming } from './judge/streaming.ts';
import { streamsKeep } from './judge/streams-keep.ts';
import { type DeliveryParams, type extraIds, params, services } from './settings.ts';
import { comparison } from './show/comparison.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { matrixShown } from './show/matrix.ts';
import { onceShown } from './show/once.ts';
import { orderShown } from './show/order.ts';
import { priceShown } from './show/price.ts';
import { readersShown } from './show/readers.ts';
import { speedShown, trials } from './show/speed.ts';

/** What the acts start by themselves: a Redis for each setting of the AOF. */
const needs = [redisProgram];

/** A conversation, one message after the other, on a machine that sends a hundred a second. */
const conversationMs = ({ messages }: DeliveryParams) => messages * 10;

/** What takes longer than an answer may. */
const leftOut =
  (act: (typeof extraIds)[number]) =>
  ({ also }: DeliveryParams): Text | null =>
    also.some((one) => one === act || one === 'all')
      ? null
      : {
          ko: `이번 설정에서는 빠졌어요. --also ${act} 옵션을 주면 해요.`,
          en: `Left out with these settings; --also ${act} brings it in.`,
        };

export default defineLab<DeliveryData>()({
  id: 'delivery',
  revision: 1,
  question: {
    ko: '"Pub/Sub만으로 충분한가, Kafka를 써야 하는가?" 무엇을 잃고 무엇이 두 번 오는지 세어 보고 답해요.',
    en: '"Is Pub/Sub enough, or is Kafka needed?" Answered by counting what is lost and what comes twice.',
  },
  picture: {
    ko: [
      '           +--> Redis ----+',
      '생산자 ----+--> RabbitMQ -+--> 소비자',
      '  1, 2, 3… +--> Kafka ----+    1, 2, 3…?',
    ].join('\n'),
    en: [
      '             +--> Redis ----+',
      'producer ----+--> RabbitMQ -+--> consumer',
      '    1, 2, 3… +--> Kafka ----+    1, 2, 3…?',
    ].join('\n'),
  },
  actors: {
    producer: { role: 'client', label: { ko: '생산자', en: 'producer' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
    'redis-cluster': { role: 'store', label: same('Redis Cluster') },
    rabbitmq: { role: 'broker', label: { ko: 'RabbitMQ', en: 'RabbitMQ' } },
    kafka: { role: 'broker', label: { ko: 'Kafka', en: 'Kafka' } },
    pubsub: { role: 'store', label: same('Pub/Sub') },
    list: { role: 'store', label: { ko: '리스트', en: 'list' } },
    stream: { role: 'store', label: { ko: '스트림', en: 'stream' } },
    network: { role: 'network', label: { ko: '네트워크', en: 'network' } },
    consumer: { role: 'client', label: { ko: '소비자', en: 'consumer' } },
  },
  arms,
  params,
  services,
  programs: needs,
  acts: [
    {
      id: 'matrix',
      needs,
      silentMs: conversationMs,
      run: async (context) => (await import('./acts/matrix.ts')).matrix(context),
      ...matrixShown,
    },
    {
      id: 'speed',
      needs,
      silentMs: ({ trial }) => 10 * trial,
      run: async (context) => (await import('./acts/speed.ts')).speed(context),
      ...speedShown,
    },
    {
      id: 'price',
      needs,
      leftOut: leftOut('price'),
      silentMs: ({ idle, trial }) => idle + 10 * trial + 60_000,
      run: async (context) => (await import('./acts/price.ts')).price(context),
      ...priceShown,
    },
    {
      id: 'once',
      needs,
      leftOut: leftOut('once'),
      run: async (context) => (await import('./acts/once.ts')).once(context),
      ...onceShown,
    },
    {
      id: 'order',
      needs,
      leftOut: leftOut('order'),
      run: async (context) => (await import('./acts/order.ts')).order(context),
      ...orderShown,
    },
    {
      id: 'readers',
      needs,
      leftOut: leftOut('readers'),
      run: async (context) => (await import('./acts/readers.ts')).readers(context),
      ...readersShown,
    },
  ],
  judges: { C16: enough, C12: streamsKeep, C15: streaming },
  comparison,
  trials: { figure: trials.figure, of: ({ speed }: DeliveryTried) => trials.of(ran(speed)?.arms ?? []) },
  why,
  caveat,
  discuss,
  decision: decide,
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
  tryNext: [
    {
      command: 'redis-lab delivery --faults broker-killed',
      look: {
        ko: 'AOF 설정 하나가 유실을 얼마나 바꾸는지 보세요.',
        en: 'See what one setting of the AOF changes.',
      },
    },
    {
      command: 'redis-lab delivery --faults ack-lost',
      look: {
        ko: '응답을 잃었을 때 중복이 어떻게 달라지는지 보세요.',
        en: 'See what becomes of the duplicates when replies are lost.',
      },
    },
    {
      command: 'redis-lab delivery --acts price --also price',
      look: {
        ko: '아무도 쓰지 않을 때 브로커가 차지하는 것과, 메시지 하나의 비용을 보세요.',
        en: 'See what a broker takes while nobody uses it, and what a message costs.',
      },
    },
    {
      command: 'redis-lab delivery --acts order --also order',
      look: {
        ko: '순서를 지키느라 일하지 못하는 워커가 몇 명인지 보세요.',
        en: 'See how many workers have nothing to do for the sake of the order.',
      },
    },
  ],
});
