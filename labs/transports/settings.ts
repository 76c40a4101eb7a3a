// What a learner can turn.
import { type LabContext, nginxProgram, type Params, type ParamValues, redis } from '../../src/kit/run.ts';

export const params = {
  clients: {
    kind: 'int',
    default: 50,
    quick: 10,
    full: 100,
    min: 1,
    max: 1_000,
    label: { ko: '같은 업데이트를 받는 클라이언트 수', en: 'clients that get the same updates' },
  },
  rate: {
    kind: 'int',
    default: 20,
    quick: 40,
    min: 1,
    max: 1_000,
    label: { ko: '초당 업데이트 수', en: 'updates a second' },
  },
  interval: {
    kind: 'duration',
    default: 25,
    quick: 20,
    full: 100,
    min: 10,
    max: 10_000,
    label: { ko: '숏 폴링이 물어보는 간격', en: 'how often short polling asks' },
  },
  rounds: {
    kind: 'int',
    default: 5,
    full: 10,
    min: 1,
    max: 100,
    label: { ko: '갈래마다 시행 수', en: 'trials of each arm' },
  },
  trial: {
    kind: 'duration',
    default: 200,
    quick: 50,
    full: 2_000,
    min: 20,
    max: 10_000,
    label: { ko: '시행 하나의 길이', en: 'length of a trial' },
  },
  sweep: {
    kind: 'ints',
    default: [1],
    full: [1, 2, 4],
    min: 1,
    max: 8,
    label: {
      ko: '뒤집히는 지점을 더 찾아볼 곳: 간격과 사람 수의 몇 배',
      en: 'where else it is looked for where it turns: times the interval, and the clients',
    },
  },
} as const satisfies Params;

export const services = {};

/** Servers that acts start themselves: Redis only where two servers share what they know. */
export const programs = [nginxProgram, ...redis().programs];

export type TransportsParams = ParamValues<typeof params>;
export type TransportsContext = LabContext<typeof params, typeof services>;
