// What a learner can turn, and the server the lab needs.
import { type LabContext, type Params, type ParamValues, redis } from '../../src/kit/run.ts';

export const params = {
  ttl: {
    kind: 'duration',
    default: 600_000,
    min: 1_000,
    max: 86_400_000,
    label: {
      ko: '위치 키의 TTL, 실제 시간',
      en: 'TTL of a location key, in real time',
    },
  },
  speed: {
    kind: 'int',
    default: 400,
    quick: 600,
    full: 60,
    min: 1,
    max: 600,
    label: {
      ko: '시간을 몇 배 빠르게 돌릴지',
      en: 'how many times faster time runs',
    },
  },
  others: {
    kind: 'ints',
    default: [1_000, 100_000],
    quick: [1_000, 50_000],
    full: [1_000, 100_000, 1_000_000],
    min: 1,
    max: 5_000_000,
    label: { ko: '함께 살아 있는 다른 사용자 수', en: 'other users who stay alive' },
  },
  silent: {
    kind: 'int',
    default: 2_000,
    min: 10,
    max: 100_000,
    label: { ko: '조용해지는 사용자 수', en: 'users who fall silent' },
  },
  observe: {
    kind: 'duration',
    default: 800,
    quick: 300,
    full: 20_000,
    min: 100,
    max: 3_600_000,
    label: { ko: 'TTL이 끝난 뒤 지켜보는 시간', en: 'how long to watch after the TTL ends' },
  },
  churn: {
    kind: 'duration',
    default: 2_500,
    quick: 0,
    full: 20_000,
    min: 0,
    max: 600_000,
    label: {
      ko: '드나듦을 지켜보는 시간, 0이면 생략',
      en: 'how long to watch people come and go, 0 for not',
    },
  },
  storm: {
    kind: 'int',
    default: 50_000,
    quick: 0,
    full: 100_000,
    min: 0,
    max: 1_000_000,
    label: { ko: '한꺼번에 끝나는 키의 수, 0이면 생략', en: 'keys that end together, 0 for none' },
  },
  users: {
    kind: 'int',
    default: 2_000,
    quick: 500,
    full: 20_000,
    min: 10,
    max: 200_000,
    label: { ko: '위치를 알리는 사용자 수', en: 'users who report where they are' },
  },
} as const satisfies Params;

export const services = {
  redis: redis({
    access: {
      commands: [
        ...['time', 'set', 'get', 'pttl', 'subscribe', 'config|get', 'config|set', 'command|info'],
        ...[
          'multi',
          'exec',
          'expire',
          'mget',
          'geoadd',
          'geosearch',
          'zadd',
          'zrangebyscore',
          'zrem',
          'hset',
          'hmget',
        ],
      ],
      since: { '7.4': 'hpexpire' },
      channels: ['__keyevent@*__:expired'],
    },
  }),
};

export type TtlParams = ParamValues<typeof params>;
export type TtlContext = LabContext<typeof params, typeof services>;
