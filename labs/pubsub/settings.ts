// What a learner can turn, and the servers the lab needs.
import { type LabContext, type Params, type ParamValues, redis } from '../../src/kit/run.ts';

export const params = {
  subscribers: {
    kind: 'ints',
    default: [1, 10, 50],
    full: [1, 10, 50, 200],
    min: 1,
    max: 1_000,
    label: { ko: '동시에 듣는 구독자 수', en: 'subscribers listening at once' },
  },
  messages: {
    kind: 'int',
    default: 600,
    quick: 250,
    full: 2_000,
    min: 10,
    max: 1_000_000,
    label: { ko: '시행마다 발행하는 메시지 수', en: 'messages published per trial' },
  },
  rounds: {
    kind: 'int',
    default: 5,
    full: 10,
    min: 1,
    max: 100,
    label: { ko: '시행을 되풀이하는 횟수', en: 'rounds of trials' },
  },
  sequence: {
    kind: 'int',
    default: 120,
    full: 3_000,
    min: 30,
    max: 100_000,
    label: { ko: '번호를 붙여 보내는 메시지 수', en: 'numbered messages' },
  },
  payload: {
    kind: 'int',
    default: 64,
    min: 16,
    max: 1_048_576,
    label: { ko: '메시지 크기, 바이트', en: 'message size in bytes' },
  },
} as const satisfies Params;

export const services = {
  redis: redis({
    access: {
      commands: [
        ...['publish', 'subscribe', 'unsubscribe', 'psubscribe', 'pubsub|numsub', 'get'],
        ...[
          'multi',
          'exec',
          'expire',
          'xgroup|create',
          'xadd',
          'xlen',
          'xreadgroup',
          'xack',
          'xautoclaim',
          'xinfo|groups',
          'xlen',
        ],
      ],
    },
  }),
};

export type PubsubParams = ParamValues<typeof params>;
export type PubsubContext = LabContext<typeof params, typeof services>;
