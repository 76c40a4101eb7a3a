// What a learner can turn, and the servers the lab needs. SQLite is a library: it runs in our own process.
import { type LabContext, type Params, type ParamValues, postgres, redis } from '../../src/kit/run.ts';

export const params = {
  keys: {
    kind: 'int',
    default: 20_000,
    quick: 8_000,
    full: 200_000,
    min: 2_000,
    max: 2_000_000,
    label: { ko: '키의 수', en: 'keys' },
  },
  callers: {
    kind: 'int',
    default: 20,
    min: 2,
    max: 100,
    label: {
      ko: '동시에 요청하는 호출자 수(1명과 비교해요)',
      en: 'callers at the same time (beside one alone)',
    },
  },
  rounds: {
    kind: 'int',
    default: 6,
    quick: 5,
    full: 15,
    min: 5,
    max: 50,
    label: { ko: '번갈아 하는 시행 횟수', en: 'interleaved rounds' },
  },
  trial: {
    kind: 'duration',
    default: 20,
    quick: 10,
    full: 300,
    min: 5,
    max: 60_000,
    label: { ko: '시행 하나의 길이', en: 'how long one trial takes' },
  },
  rate: {
    kind: 'int',
    default: 3_000,
    min: 100,
    max: 100_000,
    label: { ko: '캐시 앞의 초당 읽기', en: 'reads a second before the cache' },
  },
} as const satisfies Params;

/** What the lab asks of the learner's own Redis. */
const commands = [
  'get',
  'set',
  'mset',
  'del',
  'incr',
  'zadd',
  'zrangebyscore',
  'pttl',
  'eval',
  'multi',
  'exec',
];

export const services = { redis: redis({ access: { commands } }), postgres: postgres() };

export type MemoryParams = ParamValues<typeof params>;
export type MemoryContext = LabContext<typeof params, typeof services>;
