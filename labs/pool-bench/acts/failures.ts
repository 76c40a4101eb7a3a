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
  const { emit, note } = context;
  const server = needed(context.services.redis);
  const timeWait = await countTimeWait(server.port);
  const key = await prepareKey(server);
  const steps = { of: 3, unit: { ko: '사고', en: 'accidents' } };
  const exhausted = await exhaust(server, note);
  emit({ kind: 'progress', done: 1, ...steps });
  const leaked = await leak(server, key, note);
  emit({ kind: 'progress', done: 2, ...steps });
  const blocked = await block(server, key, note);
  emit({ kind: 'progress', done: 3, ...steps });
  return { exhausted, leaked, blocked, timeWait };
}

type Note = PoolContext['note'];

async function exhaust(server: RedisServer, note: Note): Promise<Exhausted> {
  const poolSize = 2;
  const pool = await openPool(straightTo(server), poolSize, { acquireTimeoutMs });
  const acquire = (who: string) => traced(note, 'exhausted', who, () => pool.acquire());
  await Promise.all(Array.from({ length: poolSize }, (_, holder) => acquire(`holder-${holder + 1}`)));
  const startMs = monotonicClock.nowMs();
  const error = await errorOf(acquire('late'));
  const waitedMs = monotonicClock.nowMs() - startMs;
  pool.close();
  return { poolSize, acquireTimeoutMs, waitedMs, error };
}

async function leak(server: RedisServer, key: string, note: Note): Promise<Leaked> {
  const poolSize = 4;
  const throwsEvery = 5;
  const pool = await openPool(straightTo(server), poolSize, { acquireTimeoutMs });
  let served = 0;

  async function handleRequest(): Promise<void> {
    const redis = await traced(note, 'leaked', `request-${served + 1}`, () => pool.acquire());
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

async function block(server: RedisServer, key: string, note: Note): Promise<Blocked> {
  const shared = await server.connect('shared');
  const other = await server.connect('other');
  const nobodyPushesHere = server.key('empty-list');
  const startMs = monotonicClock.nowMs();
  const since = () => monotonicClock.nowMs() - startMs;
  const ask = <Reply>(what: string, command: () => Promise<Reply>) => traced(note, 'blocked', what, command);
  const blocking = ask('blpop', () => shared.blpop(nobodyPushesHere, blockMs / 1e3));
  const behind = ask('get-behind', () => shared.get(key)).then(since);
  const beside = ask('get-beside', () => other.get(key)).then(since);
  const [behindMs, besideMs] = await Promise.all([behind, beside, blocking]);
  return { blockMs, behindMs, besideMs };
}

/** Writes a request into the trace: sent, and received when it got what it wanted, or refused. */
async function traced<Result>(
  note: Note,
  arm: string,
  msg: string,
  work: () => Promise<Result>,
): Promise<Result> {
  const hop = { msg, from: 'caller', to: 'redis' };
  note({ kind: 'send', ...hop }, arm);
  try {
    const result = await work();
    note({ kind: 'recv', ...hop }, arm);
    return result;
  } catch (error) {
    note({ kind: 'drop', why: 'refused', ...hop }, arm);
    throw error;
  }
}

async function errorOf(promise: Promise<unknown>): Promise<string | null> {
  return await promise.then(
    () => null,
    (error) => messageOf(error),
  );
}
