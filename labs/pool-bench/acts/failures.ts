// What goes wrong with pools, and with the lack of one.
import { messageOf, monotonicClock, type RedisServer } from '../../../src/kit/run.ts';
import type { Blocked, Exhausted, FailuresData, Leaked } from '../data.ts';
import { openPool } from '../parts/ioredis-shapes.ts';
import { prepareKey } from '../parts/redis-arms.ts';
import { straightTo } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import { countTimeWait } from '../parts/time-wait.ts';
import type { PoolContext } from '../settings.ts';

const acquireTimeoutMs = 50;
const blockMs = 100;

export async function failures(context: PoolContext): Promise<FailuresData> {
  const { emit } = context;
  const server = needed(context.services.redis);
  const timeWait = await countTimeWait(server.port);
  const key = await prepareKey(server);
  const steps = { of: 3, unit: { ko: '사고', en: 'accidents' } };
  const exhausted = await exhaust(server);
  emit({ kind: 'progress', done: 1, ...steps });
  const leaked = await leak(server, key);
  emit({ kind: 'progress', done: 2, ...steps });
  const blocked = await block(server, key);
  emit({ kind: 'progress', done: 3, ...steps });
  return { exhausted, leaked, blocked, timeWait };
}

async function exhaust(server: RedisServer): Promise<Exhausted> {
  const poolSize = 2;
  const pool = await openPool(straightTo(server), poolSize, { acquireTimeoutMs });
  await Promise.all(Array.from({ length: poolSize }, () => pool.acquire()));
  const startMs = monotonicClock.nowMs();
  const error = await errorOf(pool.acquire());
  const waitedMs = monotonicClock.nowMs() - startMs;
  pool.close();
  return { poolSize, acquireTimeoutMs, waitedMs, error };
}

async function leak(server: RedisServer, key: string): Promise<Leaked> {
  const poolSize = 4;
  const throwsEvery = 5;
  const pool = await openPool(straightTo(server), poolSize, { acquireTimeoutMs });
  let served = 0;

  async function handleRequest(): Promise<void> {
    const redis = await pool.acquire();
    served += 1;
    await redis.get(key);
    if (served % throwsEvery === 0) throw new BadRequest();
    await pool.release(redis); // Never reached by a request that threw: it belongs into `finally`.
  }

  let error: string | null = null;
  while (error === null) {
    await handleRequest().catch((thrown) => {
      if (!(thrown instanceof BadRequest)) error = messageOf(thrown);
    });
  }
  pool.close();
  return { poolSize, throwsEvery, served, error };
}

class BadRequest extends Error {}

async function block(server: RedisServer, key: string): Promise<Blocked> {
  const shared = await server.connect('shared');
  const other = await server.connect('other');
  const nobodyPushesHere = server.key('empty-list');
  const startMs = monotonicClock.nowMs();
  const since = () => monotonicClock.nowMs() - startMs;
  const blocking = shared.blpop(nobodyPushesHere, blockMs / 1e3);
  const behind = shared.get(key).then(since);
  const beside = other.get(key).then(since);
  const [behindMs, besideMs] = await Promise.all([behind, beside, blocking]);
  for (const client of [shared, other]) client.disconnect();
  return { blockMs, behindMs, besideMs };
}

async function errorOf(promise: Promise<unknown>): Promise<string | null> {
  return await promise.then(
    () => null,
    (error) => messageOf(error),
  );
}
