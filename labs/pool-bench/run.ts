import { judgeQuiet, probeMachine, type Quiet, type Text } from '../../src/lab-kit.ts';
import type { Cell } from './cell.ts';
import { type FailuresData, failures } from './failures.ts';
import { checkFileLimit } from './file-limit.ts';
import { type Knee, knee, prepareKey, shapes } from './redis-target.ts';
import type { PoolContext } from './settings.ts';
import { type StallData, stall } from './stall.ts';
import { countTimeWait, type TimeWait } from './time-wait.ts';
import { plainAndTls } from './tls-target.ts';

/** What the targets found, as it goes into the record. A target that was not asked for is null. */
export interface PoolData {
  /** Whether anybody else was at work on this machine just before. */
  readonly quiet: Quiet;
  readonly redis: RedisData | null;
  readonly tls: readonly Cell[] | null;
}

export interface RedisData {
  readonly shapes: readonly Cell[];
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
  const wants = (target: string) => params.target === target || params.target === 'all';
  const redis = wants('redis') ? await onRedis(context) : null;
  const { redis: plain, redisTls: secure } = services;
  const tls = plain && secure ? await onTls(context, plain, secure) : null;
  return { quiet, redis, tls };
}

async function onRedis(context: PoolContext): Promise<RedisData> {
  const server = context.services.redis;
  if (!server) throw new Error('the target needs a Redis');
  await context.predict();
  const key = await prepareKey(server);
  step(context, 'shapes', { ko: '1막  연결을 쓰는 방법들', en: 'Act 1  Ways to use connections' });
  const cells = await shapes(context, server, key);
  const timeWait = await countTimeWait(server.port);
  step(context, 'knee', { ko: '2막  풀은 얼마나 커야 할까', en: 'Act 2  How large should a pool be' });
  const knees = await knee(context, server, key);
  step(context, 'stall', { ko: '3막  서버가 잠깐 멈추면', en: 'Act 3  The server stands still' });
  const stalled = server.isPrivate ? await stall(context, server, key) : null;
  step(context, 'failures', { ko: '4막  잘못되는 경우들', en: 'Act 4  What goes wrong' });
  return {
    shapes: cells,
    knee: knees,
    stall: stalled,
    failures: await failures(context, server, key),
    timeWait,
  };
}

async function onTls(
  context: PoolContext,
  plain: NonNullable<PoolContext['services']['redis']>,
  secure: NonNullable<PoolContext['services']['redisTls']>,
): Promise<Cell[]> {
  step(context, 'tls', { ko: 'TLS를 켜면', en: 'With TLS' });
  return await plainAndTls(context, plain, secure);
}

function step({ emit }: PoolContext, id: string, title: Text): void {
  emit({ kind: 'step', id, title });
}
