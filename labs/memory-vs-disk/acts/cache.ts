// Cache-aside: ask Redis; where it has nothing, ask PostgreSQL and leave a copy. The same demand before caches of
// different sizes, and before one whose copies expire.
import {
  createRandom,
  Histogram,
  type OpenLoad,
  openLoop,
  type Redis,
  redisOnDisk,
} from '../../../src/kit/run.ts';
import type { CacheArm, CacheData, CacheId } from '../data.ts';
import { openPosts, type Posts } from '../parts/posts.ts';
import { zipf } from '../parts/zipf.ts';
import type { MemoryContext } from '../settings.ts';

const posts = 5_000;
const rounds = 5;
const ttlMs = 100;
/** What an LRU cache has seen before anybody counts. */
const readBefore = 8_000;
const atOnce = 50;
const key = (id: number) => `post:${id}`;

const caches: readonly { readonly cache: CacheId; readonly room: number; readonly ttlMs: number | null }[] = [
  { cache: 'none', room: 0, ttlMs: null },
  { cache: 'small', room: 0.05, ttlMs: null },
  { cache: 'middle', room: 0.25, ttlMs: null },
  { cache: 'whole', room: 1, ttlMs: null },
  { cache: 'ttl', room: 1, ttlMs },
];

export async function cache(context: MemoryContext): Promise<CacheData> {
  const { params, services, scope, seed, emit } = context;
  const database = await openPosts(services.postgres, scope, { name: 'cache', posts, seed });
  const clients = await openCaches(context, database);
  const arms: CacheArm[] = [];
  for (const [index, plan] of caches.entries()) {
    arms.push(await ask(context, database, plan, clients[index] ?? null));
    emit({ kind: 'progress', done: index + 1, of: caches.length, unit: { ko: '캐시', en: 'caches' } });
  }
  return { posts, perSecond: params.rate, arms };
}

async function ask(
  context: MemoryContext,
  database: Posts,
  { cache, room, ttlMs }: (typeof caches)[number],
  client: Redis | null,
): Promise<CacheArm> {
  const { params, seed, signal } = context;
  const draw = zipf(posts, createRandom(seed).fork('readers'));
  let queries = 0;
  const query = async (id: number) => {
    queries += 1;
    return await database.read(id);
  };
  const operation = async () => {
    const id = draw();
    if (!client) return await query(id);
    const copy = await client.get(key(id));
    if (copy !== null) return copy;
    const body = await query(id);
    await keep(client, id, body, ttlMs);
    return body;
  };
  const load = (durationMs: number) =>
    openLoop({ perSecond: params.rate, bound: { durationMs }, operation, signal });

  // As long as a copy lives, so that those of the beginning are gone; then one stretch after the other.
  await load(ttlMs ?? ttlMsOf(params.trial));
  const loads: OpenLoad[] = [];
  const counted: CacheArm['rounds'][number][] = [];
  for (let round = 0; round < rounds; round += 1) {
    queries = 0;
    const stretch = await load(stretchMs(params.trial));
    if (stretch.errors > 0) throw new Error(stretch.firstError ?? 'a read failed');
    counted.push({ round, reads: stretch.operations, queries });
    loads.push(stretch);
  }
  return {
    cache,
    room,
    ttlMs,
    rounds: counted,
    elapsedMs: loads.reduce((sum, { elapsedMs }) => sum + elapsedMs, 0),
    latency: Histogram.merged(loads.map(({ latency }) => latency)).toJSON(),
    kept: loads.every(({ achievedPerSecond }) => achievedPerSecond >= params.rate * 0.95),
    cached: client ? await client.dbsize() : null,
  };
}

/** A read takes part of a millisecond: the stretches are several trials long, so that enough of them are counted. */
const stretchMs = (trialMs: number) => 6 * trialMs;
const ttlMsOf = (trialMs: number) => 2 * trialMs;

const keep = (to: Redis, id: number, body: string, forMs: number | null) =>
  forMs === null ? to.set(key(id), body) : to.set(key(id), body, 'PX', forMs);

/** A Redis for each cache, all made ready at the same time; null where there is none. */
async function openCaches(context: MemoryContext, database: Posts): Promise<(Redis | null)[]> {
  const { rows } = await database.pool.query<{ body: string }>(
    `SELECT body FROM ${database.table} ORDER BY id`,
  );
  const bodies = rows.map(({ body }) => body);
  return await Promise.all(
    caches.map(({ room, ttlMs }) => (room === 0 ? null : openCache(context, bodies, { room, ttlMs }))),
  );
}

/** With room for this share of the posts; one whose copies do not expire has had readers before. */
async function openCache(
  { scope, seed }: MemoryContext,
  bodies: readonly string[],
  { room, ttlMs }: { readonly room: number; readonly ttlMs: number | null },
): Promise<Redis> {
  const server = await scope.start(
    redisOnDisk({ save: '', appendonly: 'no', 'maxmemory-policy': 'allkeys-lru' }),
  );
  const client = await server.connect('app', { untraced: true });
  if (ttlMs !== null) return client; // What it had before would be gone when the counting begins.
  const used = async () => Number(/^used_memory:(\d+)/m.exec(await client.info('memory'))?.[1]);
  const copy = async (ids: readonly number[]) => {
    for (let from = 0; from < ids.length; from += atOnce)
      await client.mset(ids.slice(from, from + atOnce).flatMap((id) => [key(id), bodies[id - 1] ?? '']));
  };
  const empty = await used();
  await copy(bodies.map((_, index) => index + 1));
  if (room === 1) return client;
  const full = await used();
  await client.flushall();
  await client.config('SET', 'maxmemory', Math.round(empty + (full - empty) * room));
  const draw = zipf(posts, createRandom(seed).fork('readers before'));
  await copy(Array.from({ length: readBefore }, draw));
  return client;
}
