// What a learner can turn, and the servers the lab needs. Flags, their validation and the help come from here.
import { type LabContext, type Params, redis } from '../../src/kit/run.ts';

export const params = {
  clients: {
    kind: 'int',
    default: 8,
    quick: 4,
    min: 2,
    max: 100,
    label: { ko: '동시에 세는 클라이언트 수', en: 'clients that count at once' },
  },
  times: {
    kind: 'int',
    default: 200,
    quick: 50,
    min: 1,
    max: 10_000,
    label: { ko: '클라이언트마다 세는 횟수', en: 'how often each of them counts' },
  },
} as const satisfies Params;

export const services = { redis: redis({ access: { commands: ['get', 'set', 'incr'] } }) };

export type Context = LabContext<typeof params, typeof services>;
