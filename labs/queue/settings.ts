// What a learner can turn, and the servers the lab needs.
import { type LabContext, type Params, type ParamValues, rabbitmq, redis } from '../../src/kit/run.ts';

export const params = {
  orders: {
    kind: 'int',
    default: 20,
    quick: 10,
    min: 10,
    max: 500,
    label: { ko: '시행마다 들어오는 주문 수', en: 'orders that come in per trial' },
  },
  work: {
    kind: 'duration',
    default: 15,
    min: 1,
    max: 1_000,
    label: { ko: '주문 하나를 처리하는 시간', en: 'how long the work on an order takes' },
  },
  rounds: {
    kind: 'int',
    default: 7,
    quick: 5,
    full: 15,
    min: 1,
    max: 100,
    label: { ko: '시행을 되풀이하는 횟수', en: 'rounds of trials' },
  },
  prefetch: {
    kind: 'ints',
    default: [1, 10, 100],
    min: 1,
    max: 1_000,
    label: { ko: '확인 전에 미리 받는 주문 수', en: 'orders handed out ahead of their acknowledgement' },
  },
  burst: {
    kind: 'int',
    default: 50_000,
    quick: 10_000,
    min: 1_000,
    max: 1_000_000,
    label: { ko: '한꺼번에 몰리는 주문 수', en: 'orders in the burst' },
  },
} as const satisfies Params;

/** Of `queue serve`. */
export const serveParams = {
  workers: {
    kind: 'int',
    default: 2,
    min: 1,
    max: 9,
    label: { ko: '워커 수', en: 'how many workers' },
  },
  port: {
    kind: 'int',
    default: 0,
    min: 0,
    max: 65_535,
    label: { ko: '가게의 포트(0이면 비어 있는 포트)', en: 'the port of the shop (0: one that is free)' },
  },
} as const satisfies Params;

/** A virtual host each, so that no act sees the queues of another. */
export const places = ['shop', 'workers', 'failure', 'routing', 'burst', 'streams'] as const;
export type Place = (typeof places)[number];

export const services = {
  amqp: rabbitmq({ arms: places }),
  redis: redis({
    access: {
      commands: [
        ...['xgroup|create', 'xadd', 'xreadgroup', 'xack', 'xautoclaim', 'xpending', 'xlen'],
        ...['multi', 'exec', 'expire', 'zadd', 'zrangebyscore', 'zrem'],
      ],
    },
  }),
};

export type QueueParams = ParamValues<typeof params>;
export type QueueContext = LabContext<typeof params, typeof services>;
