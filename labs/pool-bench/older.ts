import type { ActsData, Skipped } from '../../src/kit/judge.ts';
import type {
  Cell,
  FailuresData,
  Knee,
  LoginCost,
  PoolData,
  PostgresData,
  StallData,
  ThreadsData,
  TimeWait,
} from './data.ts';

/** The data of records of format 1: by target, with one cost of measuring for all. */
interface Format1 {
  readonly harnessNs: number;
  readonly redis: {
    readonly shapes: readonly Cell[];
    readonly login?: LoginCost | null;
    readonly knee: readonly Knee[];
    readonly stall: StallData | null;
    readonly failures: Omit<FailuresData, 'timeWait'>;
    readonly timeWait: TimeWait | null;
  } | null;
  readonly tls: readonly Cell[] | null;
  readonly postgres: Omit<PostgresData, 'harnessNs'> | null;
  readonly threads: Omit<ThreadsData, 'harnessNs'> | null;
}

const notTheTarget: Skipped = {
  skipped: { ko: '다른 --target으로 실행했어요.', en: 'It was run for another --target.' },
};
const onOwnRedis: Skipped = {
  skipped: {
    ko: '내 Redis에서는 하지 않았어요. 설정을 바꾸거나 서버를 멈춰야 하는 실험이에요.',
    en: 'Not done on your own Redis: it changes settings or stops the server.',
  },
};

export function fromFormat1(data: unknown): ActsData<PoolData> {
  const { harnessNs, redis, tls, postgres, threads } = data as Format1;
  return {
    shapes: redis ? { harnessNs, cells: redis.shapes, login: redis.login ?? null } : notTheTarget,
    knee: redis ? { harnessNs, knees: redis.knee } : notTheTarget,
    stall: redis ? (redis.stall ?? onOwnRedis) : notTheTarget,
    failures: redis ? { ...redis.failures, timeWait: redis.timeWait } : notTheTarget,
    tls: tls ? { harnessNs, cells: tls } : notTheTarget,
    postgres: postgres ? { harnessNs, ...postgres } : notTheTarget,
    threads: threads ? { harnessNs, ...threads } : notTheTarget,
  };
}
