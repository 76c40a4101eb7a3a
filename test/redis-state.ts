import type { Redis } from 'ioredis';

/** Everything a learner has in their Redis that a lab could have touched, as plain values to compare. */
export interface RedisState {
  readonly keys: Readonly<Record<string, { readonly dump: string; readonly expires: boolean }>>;
  readonly config: Readonly<Record<string, string>>;
  readonly functions: unknown;
  readonly users: unknown;
}

/** Fills a Redis with a key of every type, expiries, a second database and settings that are not the defaults. */
export async function moveIn(redis: Redis): Promise<void> {
  await redis.set('string', '값\u0000\r\n');
  await redis.set('session', 'expires', 'EX', 3_600);
  await redis.rpush('list', '1', '2');
  await redis.sadd('set', 'a', 'b');
  await redis.zadd('zset', 1, 'one');
  await redis.hset('hash', 'field', 'value');
  await redis.geoadd('places', 127, 37.5, 'seoul');
  await redis.pfadd('visitors', 'me');
  await redis.setbit('bits', 7, 1);
  await redis.xadd('stream', '1-1', 'id', '1');
  await redis.xgroup('CREATE', 'stream', 'readers', '0');
  await redis.xreadgroup('GROUP', 'readers', 'me', 'COUNT', 1, 'STREAMS', 'stream', '>');
  await redis.set('redis-lab:mine', 'looks like theirs');
  await redis.call(
    'FUNCTION',
    'LOAD',
    "#!lua name=mine\nredis.register_function('mine', function() return 1 end)",
  );
  await redis.call('ACL', 'SETUSER', 'reader', 'on', '>secret', '~*', '+get');
  await redis.config('SET', 'client-output-buffer-limit', 'pubsub 1048576 524288 30');
  await redis.config('SET', 'notify-keyspace-events', 'Ex');
  await redis.config('SET', 'maxmemory', '200mb');
  await redis.config('SET', 'slowlog-log-slower-than', '-1');
}

export async function stateOf(redis: Redis): Promise<RedisState> {
  const keys: Record<string, { dump: string; expires: boolean }> = {};
  for (const key of (await redis.keys('*')).sort()) {
    const dump = await redis.dumpBuffer(key);
    keys[key] = { dump: dump?.toString('base64') ?? '', expires: (await redis.pttl(key)) >= 0 };
  }
  return {
    keys,
    config: pairs((await redis.config('GET', '*')) as string[] | Record<string, string>),
    functions: await redis.call('FUNCTION', 'LIST'),
    users: await redis.call('ACL', 'LIST'),
  };
}

/** RESP2 answers a flat list, RESP3 a map; ioredis hands on what it got. */
function pairs(reply: string[] | Record<string, string>): Record<string, string> {
  if (!Array.isArray(reply)) return reply;
  return Object.fromEntries(
    reply.flatMap((word, index) => (index % 2 === 0 ? [[word, reply[index + 1] ?? '']] : [])),
  );
}

/** How many connections there are besides the one that asks. */
export async function otherClients(redis: Redis): Promise<number> {
  return (
    String(await redis.client('LIST'))
      .trim()
      .split('\n').length - 1
  );
}
