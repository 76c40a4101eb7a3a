// What a learner can turn, and the server the lab needs.
import { type LabContext, type Params, type ParamValues, redis } from '../../src/kit/run.ts';

export const params = {
  users: {
    kind: 'int',
    default: 2_000,
    quick: 600,
    full: 5_000,
    min: 3,
    max: 10_000,
    label: { ko: '세상에 사는 사용자 수', en: 'users in the world' },
  },
  friends: {
    kind: 'int',
    default: 40,
    min: 1,
    max: 5_000,
    label: { ko: '한 사람의 평균 친구 수', en: 'friends of a user, on the average' },
  },
  active: {
    kind: 'int',
    isPercent: true,
    default: 10,
    min: 1,
    max: 95,
    label: { ko: '접속 중인 사용자의 비율(%)', en: 'users who are connected, in percent' },
  },
  interval: {
    kind: 'duration',
    default: 30_000,
    min: 1_000,
    max: 600_000,
    label: { ko: '위치를 알리는 간격, 세상의 시간', en: 'time between two reports, in world time' },
  },
  ttl: {
    kind: 'duration',
    default: 600_000,
    min: 1_000,
    max: 3_600_000,
    label: { ko: '위치의 TTL, 세상의 시간', en: 'TTL of a location, in world time' },
  },
  session: {
    kind: 'duration',
    default: 1_800_000,
    min: 10_000,
    max: 86_400_000,
    label: { ko: '한 번 접속해 있는 시간의 평균', en: 'how long somebody stays, on the average' },
  },
  world: {
    kind: 'duration',
    default: 1_200_000,
    quick: 480_000,
    full: 3_600_000,
    min: 60_000,
    max: 86_400_000,
    label: { ko: '지켜보는 시간, 세상의 시간', en: 'how long to watch, in world time' },
  },
  speed: {
    kind: 'int',
    default: 120,
    quick: 300,
    full: 60,
    min: 1,
    max: 600,
    label: { ko: '시간을 몇 배 빠르게 돌릴지', en: 'how many times faster time runs' },
  },
  servers: {
    kind: 'int',
    default: 8,
    min: 1,
    max: 64,
    label: { ko: '위치 서버의 수', en: 'location servers' },
  },
  whale: {
    kind: 'int',
    default: 1_000,
    quick: 300,
    full: 5_000,
    min: 10,
    max: 5_000,
    label: { ko: '친구가 아주 많은 사람의 접속한 친구 수', en: 'friends connected of who has very many' },
  },
  channels: {
    kind: 'int',
    default: 6_000,
    quick: 2_000,
    full: 20_000,
    min: 100,
    max: 100_000,
    label: { ko: '채널을 나누는 막과 비용을 재는 막의 채널 수', en: 'channels of the ring and of the costs' },
  },
  cluster: {
    kind: 'int',
    default: 3,
    quick: 0,
    full: 6,
    min: 0,
    max: 9,
    label: {
      ko: 'Redis Cluster의 서버 수. 0이면 그 막을 빼요',
      en: 'nodes of the Redis Cluster; 0 for none',
    },
  },
  dau: {
    kind: 'int',
    default: 100_000_000,
    min: 1_000,
    max: 2_000_000_000,
    label: { ko: '계산에 넣을 기능 사용자 수', en: 'users of the feature, for the sum' },
  },
  listed: {
    kind: 'int',
    default: 400,
    min: 1,
    max: 5_000,
    follows: 'friends',
    label: {
      ko: '계산에 넣을 한 사람의 친구 수. --friends를 주면 그 수',
      en: 'friends of a user, for the sum; what --friends says where that is given',
    },
  },
} as const satisfies Params;

/** The ratios of the book, in a world of a hundred-thousandth of its users. */
export const presets = {
  book: {
    label: { ko: 'book은 책의 비율을 줄인 세상', en: "book is the book's ratios, scaled down" },
    given: {
      ...{ users: '1000', friends: '400', active: '10%', interval: '30s', ttl: '600s', dau: '100m' },
      ...{ world: '400s', speed: '40' },
    },
  },
} as const;

export const services = {
  redis: redis({
    access: {
      commands: ['set', 'mget', 'smembers', 'sadd', 'publish', 'subscribe', 'geoadd', 'geohash', 'del'],
    },
  }),
};

export type NearbyParams = ParamValues<typeof params>;
export type NearbyContext = LabContext<typeof params, typeof services>;
