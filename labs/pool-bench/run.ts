import {
  closedLoop,
  harnessCost,
  judgeQuiet,
  type PostgresServer,
  probeMachine,
  type Quiet,
  type RedisServer,
  type Text,
} from '../../src/lab-kit.ts';
import type { Cell } from './cell.ts';
import { type FailuresData, failures } from './failures.ts';
import { checkFileLimit } from './file-limit.ts';
import { type LoginCost, loginCost } from './login.ts';
import type { PostgresData } from './postgres-target.ts';
import { type Knee, knee, prepareKey, shapes } from './redis-target.ts';
import { straightTo } from './route.ts';
import { focusOf, type PoolContext, type Target } from './settings.ts';
import { type StallData, stall } from './stall.ts';
import type { ThreadsData } from './threads-target.ts';
import { countTimeWait, type TimeWait } from './time-wait.ts';
import { plainAndTls } from './tls-target.ts';

/** What the targets found, as it goes into the record. A target that was not asked for is null. */
export interface PoolData {
  /** Whether anybody else was at work on this machine just before. */
  readonly quiet: Quiet;
  /** What the measuring loop itself costs per operation, with nothing to do in it. */
  readonly harnessNs: number;
  readonly redis: RedisData | null;
  readonly tls: readonly Cell[] | null;
  readonly postgres: PostgresData | null;
  readonly threads: ThreadsData | null;
}

export interface RedisData {
  readonly shapes: readonly Cell[];
  /** Null where no password is asked for; records before revision 2 have none. */
  readonly login?: LoginCost | null;
  readonly knee: readonly Knee[];
  /** Null on the learner's own Redis: the act stops the server for a moment. */
  readonly stall: StallData | null;
  readonly failures: FailuresData;
  /** Null where the system does not say. */
  readonly timeWait: TimeWait | null;
}

export async function run(context: PoolContext): Promise<PoolData> {
  const { params, services } = context;
  await checkFileLimit(params);
  const quiet = judgeQuiet(await probeMachine());
  const harnessNs = await costOfMeasuring(context);
  const wants = (target: Target) => params.target === target || params.target === 'all';
  return {
    quiet,
    harnessNs,
    redis: services.redis && wants('redis') ? await onRedis(context, services.redis) : null,
    tls: services.redis && services.redisTls ? await onTls(context, services.redis, services.redisTls) : null,
    postgres:
      services.redis && services.postgres
        ? await onPostgres(context, services.postgres, services.redis)
        : null,
    threads: wants('threads') ? await onThreads(context) : null,
  };
}

async function costOfMeasuring({ params, signal }: PoolContext): Promise<number> {
  const { callers } = focusOf(params);
  return await harnessCost(closedLoop, { callers, signal, bound: { operations: 0 }, operation: nothing });
}

const nothing = async () => {};

async function onRedis(context: PoolContext, server: RedisServer): Promise<RedisData> {
  await context.predict();
  const key = await prepareKey(server);
  step(context, 'shapes', { ko: '1막  연결을 쓰는 방법들', en: 'Act 1  Ways to use connections' });
  const cells = await shapes(context, server, key);
  const login = await loginCost(straightTo(server));
  const timeWait = await countTimeWait(server.port);
  step(context, 'knee', { ko: '2막  풀은 얼마나 커야 할까', en: 'Act 2  How large should a pool be' });
  const knees = await knee(context, server, key);
  step(context, 'stall', { ko: '3막  서버가 잠깐 멈추면', en: 'Act 3  The server stands still' });
  const stalled = server.isPrivate ? await stall(context, server, key) : null;
  step(context, 'failures', { ko: '4막  잘못되는 경우들', en: 'Act 4  What goes wrong' });
  return {
    shapes: cells,
    login,
    knee: knees,
    stall: stalled,
    failures: await failures(context, server, key),
    timeWait,
  };
}

async function onTls(context: PoolContext, plain: RedisServer, secure: RedisServer): Promise<Cell[]> {
  step(context, 'tls', { ko: 'TLS를 켜면', en: 'With TLS' });
  return await plainAndTls(context, plain, secure);
}

async function onPostgres(
  context: PoolContext,
  server: PostgresServer,
  redis: RedisServer,
): Promise<PostgresData> {
  step(context, 'postgres', { ko: 'PostgreSQL에서도 그럴까', en: 'The same with PostgreSQL' });
  const { postgresTarget } = await import('./postgres-target.ts'); // Its driver is loaded by those who need it.
  return await postgresTarget(context, server, redis);
}

async function onThreads(context: PoolContext): Promise<ThreadsData> {
  step(context, 'threads', { ko: '스레드에서도 그럴까', en: 'The same with threads' });
  const { threadsTarget } = await import('./threads-target.ts');
  return await threadsTarget(context);
}

function step({ emit }: PoolContext, id: string, title: Text): void {
  emit({ kind: 'step', id, title });
}
