// What a learner can turn. Every act starts a private Redis of its own: it is killed, flushed and restarted.
import type { LabContext, Params, ParamValues } from '../../src/kit/run.ts';

export const params = {
  clients: {
    kind: 'int',
    default: 60,
    quick: 30,
    min: 6,
    max: 600,
    label: { ko: '대화방에 있는 사람 수(모두)', en: 'people in all rooms together' },
  },
  messages: {
    kind: 'int',
    default: 60,
    quick: 30,
    full: 150,
    min: 20,
    max: 2_000,
    label: { ko: '방마다 오가는 메시지 수', en: 'messages in each room' },
  },
  faults: {
    kind: 'int',
    default: 4,
    quick: 1,
    full: 12,
    min: 1,
    max: 12,
    label: { ko: '겪어 볼 장애의 수', en: 'how many of the faults are tried' },
  },
  absence: {
    kind: 'duration',
    default: 2_000,
    quick: 500,
    min: 100,
    max: 20_000,
    label: { ko: '네트워크가 끊겨 있는 시간', en: 'how long the network is gone' },
  },
  yardsticks: {
    kind: 'flag',
    default: false,
    full: true,
    label: {
      ko: 'Socket.IO와 두 가지 Redis 어댑터에도 같은 장애 겪게 하기',
      en: 'put Socket.IO with its two adapters for Redis through the same faults',
    },
  },
  herd: {
    kind: 'int',
    default: 200,
    quick: 0,
    min: 0,
    max: 2_000,
    label: { ko: '한꺼번에 재연결하는 사람 수', en: 'people who reconnect at once' },
  },
  ghosts: {
    kind: 'int',
    default: 10,
    quick: 0,
    min: 0,
    max: 200,
    label: { ko: '죽는 서버에 있는 사람 수', en: 'people on a server that dies' },
  },
} as const satisfies Params;

export const services = {};

export type ChatParams = ParamValues<typeof params>;
export type ChatContext = LabContext<typeof params, typeof services>;
