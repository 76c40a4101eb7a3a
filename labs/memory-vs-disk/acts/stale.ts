// A post is read, changed, and read again. What do those see who read after the change? The order of the steps is given,
// so that the counts are the same each time.
import type { Redis } from '../../../src/kit/run.ts';
import type { Coherence, StaleArm, StaleData } from '../data.ts';
import { openPosts, type Posts } from '../parts/posts.ts';
import type { MemoryContext } from '../settings.ts';

const posts = 40;
const readsAfter = 3;
const ttlMs = 30_000;
const leaseMs = 2_000;
const changed = 'edited';
const ways: readonly Coherence[] = ['ttl-only', 'delete', 'race', 'lease'];

export async function stale(context: MemoryContext): Promise<StaleData> {
  const { services, scope, seed } = context;
  const client = await services.redis.connect('app', { untraced: true });
  const arms = ways.map(async (coherence) => {
    const name = coherence.replace('-', '_');
    const database = await openPosts(services.postgres, scope, { name, posts, seed, connections: 1 });
    return await changeAll(context, client, database, coherence);
  });
  return { ttlMs, arms: await Promise.all(arms) };
}

async function changeAll(
  { services, note }: MemoryContext,
  client: Redis,
  database: Posts,
  coherence: Coherence,
): Promise<StaleArm> {
  let [reads, old] = [0, 0];
  let staysMs: number | null = null;
  for (let id = 1; id <= posts; id += 1) {
    const cache = cacheOf(
      client,
      services.redis.key(`${coherence}:${id}`),
      services.redis.key(`${coherence}:${id}:lease`),
    );
    const tell = (from: string, to: string, command: string, reply = 'OK') => {
      if (id === 1) note({ kind: 'command', from, to, command, reply }, coherence);
    };
    const write = async () => {
      await database.pool.query(`UPDATE ${database.table} SET body = $2 WHERE id = $1`, [id, changed]);
      tell('writer', 'postgres', 'UPDATE posts … ; COMMIT');
      if (coherence === 'ttl-only') return;
      await cache.invalidate();
      tell('writer', 'redis', 'DEL post:1');
    };
    if (coherence === 'ttl-only' || coherence === 'delete') {
      await cache.fill(await database.read(id));
      tell('web-1', 'redis', 'SET post:1 old PX');
      await write();
    } else {
      // A slow reader: between its SELECT and its SET the writer comes and goes.
      const lease = coherence === 'lease' ? await cache.takeLease(`web-1 ${id}`) : null;
      if (lease) tell('web-1', 'redis', 'SET post:1:lease web-1 NX');
      const before = await database.read(id);
      tell('web-1', 'postgres', 'SELECT body …', 'old');
      await write();
      const kept = lease ? await cache.fillWithLease(before, lease) : await cache.fill(before);
      tell('web-1', 'redis', lease ? 'EVAL set-if-lease' : 'SET post:1 old PX', kept ? 'OK' : '(nil)');
    }
    for (let n = 0; n < readsAfter; n += 1) {
      const body = (await cache.get()) ?? (await database.read(id));
      reads += 1;
      if (body !== changed) old += 1;
      tell('web-2', 'redis', 'GET post:1', body === changed ? 'new, or (nil) and asked PostgreSQL' : 'old');
    }
    if ((await cache.get()) !== null) staysMs = await cache.staysMs();
  }
  return { coherence, writes: posts, reads, stale: old, staysMs: old > 0 ? staysMs : null };
}

/** Keeps the copy only for who still holds the lease: an invalidation in between has taken it away (Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013). */
const setIfLease = `
if redis.call('GET', KEYS[2]) ~= ARGV[2] then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[3])
redis.call('DEL', KEYS[2])
return 1`;

function cacheOf(client: Redis, copy: string, lease: string) {
  return {
    get: () => client.get(copy),
    fill: async (body: string) => (await client.set(copy, body, 'PX', ttlMs)) === 'OK',
    invalidate: () => client.del(copy, lease),
    /** @returns the lease, or null where somebody else has it */
    takeLease: async (who: string) =>
      (await client.set(lease, who, 'PX', leaseMs, 'NX')) === 'OK' ? who : null,
    fillWithLease: async (body: string, who: string) =>
      (await client.eval(setIfLease, 2, copy, lease, body, who, ttlMs)) === 1,
    staysMs: () => client.pttl(copy),
  };
}
