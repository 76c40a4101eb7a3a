import { type LabContext, type Params, redis } from '../../src/kit/run.ts';

export const params = {
  keys: {
    kind: 'int',
    default: 10,
    quick: 3,
    min: 1,
    max: 1_000,
    label: { ko: '저장할 키의 수', en: 'keys to store' },
  },
} as const satisfies Params;

export const services = { redis: redis() };

export type PersistContext = LabContext<typeof params, typeof services>;
