// Redis keeps what it is told to keep: a string for each key, and, for ranges, the same values once more in a sorted set.
import type { Redis, RedisServer } from '../../../src/kit/run.ts';
import { counters, together, type Worker } from './store.ts';

const atOnce = 1_000;
/** A member of a sorted set is there once, so its key stands before the value. */
const memberOf = (key: number, value: string) => `${key}:${value}`;

export async function redisWorkers(
  server: Pick<RedisServer, 'key' | 'connect'>,
  values: readonly string[],
  callers: number,
): Promise<Worker[]> {
  const names = values.map((_, key) => server.key(`kv:${key}`));
  const index = server.key('kv-by-key');
  const counterNames = Array.from({ length: counters }, (_, id) => server.key(`counter:${id}`));
  const clients = await Promise.all(
    Array.from({ length: callers }, (_, n) => server.connect(`caller-${n + 1}`, { untraced: true })),
  );
  await load(clients[0] as Redis, names, index, values);
  return clients.map((client) => ({
    get: (key) => client.get(names[key] as string),
    set: (key, value) => client.set(names[key] as string, value),
    batch: async (first, batch) => {
      // MULTI: all or none, as a transaction of the others.
      const pipeline = client.multi();
      for (const [at, value] of batch.entries()) pipeline.set(names[first + at] as string, value);
      const failed = ((await pipeline.exec()) ?? []).find(([error]) => error);
      if (failed) throw failed[0];
    },
    range: async (first) =>
      (await client.zrangebyscore(index, first, first + together - 1)).map((member) =>
        member.slice(member.indexOf(':') + 1),
      ),
    counter: (id) => client.incr(counterNames[id] as string),
  }));
}

async function load(
  client: Redis,
  names: readonly string[],
  index: string,
  values: readonly string[],
): Promise<void> {
  for (let first = 0; first < values.length; first += atOnce) {
    const some = values.slice(first, first + atOnce);
    await Promise.all([
      client.mset(some.flatMap((value, at) => [names[first + at] as string, value])),
      client.zadd(index, ...some.flatMap((value, at) => [first + at, memberOf(first + at, value)])),
    ]);
  }
}
