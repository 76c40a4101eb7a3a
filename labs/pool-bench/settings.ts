// What a learner can turn, and the servers the lab needs.
import {
  type LabContext,
  onlyWhen,
  type Params,
  type ParamValues,
  postgres,
  redis,
} from '../../src/kit/run.ts';
import { isFor, targets } from './parts/targets.ts';

export const params = {
  target: {
    kind: 'choice',
    choices: targets,
    default: 'redis',
    label: { ko: '무엇의 풀을 잴지', en: 'whose pool to measure' },
  },
  concurrency: {
    kind: 'ints',
    default: [1, 8, 50],
    quick: [8],
    full: [1, 8, 50, 200],
    min: 1,
    max: 100_000,
    label: { ko: '동시에 요청하는 호출자 수', en: 'callers at the same time' },
  },
  pool: {
    kind: 'ints',
    default: [1, 2, 4, 8, 16, 32, 64],
    quick: [2, 8],
    min: 1,
    max: 10_000,
    label: { ko: '풀의 크기', en: 'pool sizes' },
  },
  rtt: {
    kind: 'ints',
    default: [0, 1],
    full: [0, 1, 5, 20],
    min: 0,
    max: 1_000,
    label: { ko: '프록시로 더하는 왕복 시간, ms(Redis)', en: 'round trip added by the proxy, ms (Redis)' },
  },
  grid: {
    kind: 'flag',
    default: false,
    full: true,
    label: {
      ko: '호출자 수와 왕복 시간의 모든 조합',
      en: 'every combination of callers and round trip',
    },
  },
  rounds: {
    kind: 'int',
    default: 7,
    quick: 5,
    full: 9,
    min: 1,
    max: 1_000,
    label: {
      ko: '번갈아 하는 시행 횟수(신뢰구간은 5부터)',
      en: 'interleaved rounds (an interval needs 5)',
    },
  },
  trial: {
    kind: 'duration',
    default: 20,
    quick: 10,
    full: 100,
    min: 1,
    max: 60_000,
    label: {
      ko: '시행 하나의 길이, 적어도(느린 방법은 더 길게 재요)',
      en: 'length of one trial, at least (a slow way gets longer ones)',
    },
  },
  stall: {
    kind: 'duration',
    default: 200,
    quick: 75,
    min: 0,
    max: 10_000,
    label: { ko: '서버를 멈춰 두는 시간', en: 'how long the server stands still' },
  },
  rate: {
    kind: 'int',
    default: 3_000,
    quick: 4_000, // In so short a loop the 1,000 samples that a p99 needs.
    min: 10,
    max: 1_000_000,
    label: { ko: '열린 루프가 초당 보내는 수', en: 'operations a second of the open loop' },
  },
} as const satisfies Params;

/** A server that the chosen target does not need is not started, and nobody has to install it. */
export const services = {
  // PostgreSQL is compared with Redis in the same rounds: whose factor is larger?
  redis: onlyWhen(
    isFor('redis', 'redis-tls', 'postgres'),
    redis({ access: { commands: ['get', 'set', 'blpop'] } }),
  ),
  postgres: onlyWhen(isFor('postgres'), postgres()),
};

export type PoolParams = ParamValues<typeof params>;
export type PoolContext = LabContext<typeof params, typeof services>;
