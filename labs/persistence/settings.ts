// What a learner can turn. Each act starts servers of its own: they are killed, cut and damaged.
import { type LabContext, type Params, type ParamValues, redisOnDisk } from '../../src/kit/run.ts';
import { directives } from './parts/directives.ts';

export const params = {
  writes: {
    kind: 'int',
    default: 10_000,
    quick: 5_000,
    full: 200_000,
    min: 1_000,
    max: 1_000_000,
    label: { ko: '쓰러지기 전에 확인받을 쓰기', en: 'writes acknowledged before the fault' },
  },
  concurrency: {
    kind: 'ints',
    default: [1, 50],
    min: 1,
    max: 500,
    label: { ko: '동시에 쓰는 호출자 수', en: 'callers that write at the same time' },
  },
  rounds: {
    kind: 'int',
    default: 10,
    quick: 5,
    full: 15,
    min: 5,
    max: 50,
    label: { ko: '설정마다 되풀이하는 횟수', en: 'trials of each setting' },
  },
  trial: {
    kind: 'duration',
    default: 40,
    quick: 20,
    full: 1_000,
    min: 20,
    max: 60_000,
    label: { ko: '한 번 재는 시간', en: 'how long one trial takes' },
  },
  keys: {
    kind: 'ints',
    default: [10_000, 50_000],
    quick: [20_000],
    full: [10_000, 1_000_000],
    min: 100,
    max: 5_000_000,
    label: { ko: '재시작할 때 읽어 들일 키의 수', en: 'keys to load after a restart' },
  },
} as const satisfies Params;

/** The one that keeps nothing: the others are compared with it. */
export const services = { redis: redisOnDisk(directives.none) };

export type PersistenceParams = ParamValues<typeof params>;
export type PersistenceContext = LabContext<typeof params, typeof services>;
