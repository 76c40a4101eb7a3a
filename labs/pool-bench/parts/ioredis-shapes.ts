// The shapes as people write them with ioredis and generic-pool. ioredis has no pool of its own:
// its author's advice is to share one connection, because it pipelines by itself.
import genericPool from 'generic-pool';
import { Redis } from 'ioredis';
import { Histogram, monotonicClock } from '../../../src/kit/run.ts';
import type { Route } from './route.ts';
import type { Shape } from './shape.ts';
import { turnstile } from './turnstile.ts';

const client = 'ioredis';

/** What a learner would write, but for three things: errors are ours to count, and nothing is tried twice. */
function optionsFor({ host, port, login, tls }: Route) {
  return {
    host,
    port,
    ...login,
    ...(tls ? { tls } : {}),
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    disconnectTimeout: 100, // A timer that outlives its connection; at its default of 2 s it would hold the process.
  };
}

/** A kept connection comes back after a cut, so that the trials after it can be measured again. */
const comeBackMs = 20;

interface Manner {
  readonly comesBack: boolean;
  readonly enableAutoPipelining?: true;
  readonly enableReadyCheck?: false;
}

export async function connectIoredis(route: Route, { comesBack, ...options }: Manner): Promise<Redis> {
  const retryStrategy = () => (comesBack ? comeBackMs : null);
  const redis = new Redis({ ...optionsFor(route), ...options, retryStrategy });
  let firstError: Error | null = null;
  redis.on('error', (error) => {
    firstError ??= error; // "Connection is closed" comes after it and says less.
  });
  try {
    await redis.connect();
    return redis;
  } catch (error) {
    redis.disconnect();
    throw firstError ?? error;
  }
}

const keep = (route: Route) => connectIoredis(route, { comesBack: true });

export function ioredisFresh(route: Route, key: string): Shape {
  return {
    id: 'fresh',
    client,
    poolSize: null,
    async open() {
      let connectTimes = new Histogram();
      return {
        async operation() {
          const startNs = monotonicClock.nowNs();
          const redis = await connectIoredis(route, { comesBack: false });
          connectTimes.record(monotonicClock.nowNs() - startNs);
          await redis.get(key).finally(() => redis.disconnect());
        },
        takeConnectTimes() {
          const taken = connectTimes;
          connectTimes = new Histogram();
          return taken;
        },
        close() {},
      };
    },
  };
}

export function ioredisOneByOne(route: Route, key: string): Shape {
  return {
    id: 'one-by-one',
    client,
    poolSize: null,
    async open() {
      const redis = await keep(route);
      const door = turnstile([redis]);
      return { operation: () => door.use(() => redis.get(key)), close: () => redis.disconnect() };
    },
  };
}

export function ioredisShared(route: Route, key: string): Shape {
  return {
    id: 'shared',
    client,
    poolSize: null,
    async open() {
      const redis = await keep(route);
      return { operation: () => redis.get(key), close: () => redis.disconnect() };
    },
  };
}

export function ioredisAutoPipelined(route: Route, key: string): Shape {
  return {
    id: 'auto-pipelined',
    client,
    poolSize: null,
    async open() {
      const redis = await connectIoredis(route, { comesBack: true, enableAutoPipelining: true });
      return { operation: () => redis.get(key), close: () => redis.disconnect() };
    },
  };
}

export function ioredisPool(route: Route, key: string, poolSize: number): Shape {
  return {
    id: 'pool',
    client,
    poolSize,
    async open() {
      const pool = await openPool(route, poolSize);
      return {
        async operation() {
          const redis = await pool.acquire();
          try {
            return await redis.get(key);
          } finally {
            await pool.release(redis); // In `finally`: a connection that is not given back is gone for good.
          }
        },
        close: () => pool.close(),
      };
    },
  };
}

/** The same without the pool library: our own queue in front of as many connections. */
export function ioredisHandMadePool(route: Route, key: string, poolSize: number): Shape {
  return {
    id: 'hand-made-pool',
    client,
    poolSize,
    async open() {
      const connections = await openConnections(route, poolSize);
      const pool = turnstile(connections);
      return {
        operation: () => pool.use((redis) => redis.get(key)),
        close: () => closeAll(connections),
      };
    },
  };
}

/**
 * A full pool. Its connections are opened first: generic-pool asks without end for one that cannot be had.
 * Nothing waits for `ready()`: it looks every 100 ms, and `acquire` waits for its connection anyway.
 */
export async function openPool(route: Route, poolSize: number, options: { acquireTimeoutMs?: number } = {}) {
  const connections = await openConnections(route, poolSize);
  const unused = [...connections];
  const pool = genericPool.createPool(
    { create: async () => unused.pop() as Redis, destroy: async (redis) => redis.disconnect() },
    {
      min: poolSize,
      max: poolSize,
      ...(options.acquireTimeoutMs ? { acquireTimeoutMillis: options.acquireTimeoutMs } : {}),
    },
  );
  return {
    acquire: () => pool.acquire(),
    release: (redis: Redis) => pool.release(redis),
    close: () => closeAll(connections),
  };
}

/** All of them, or none. */
async function openConnections(route: Route, count: number): Promise<Redis[]> {
  const opened = await Promise.allSettled(Array.from({ length: count }, () => keep(route)));
  const connections = opened.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []));
  const refused = opened.find((one) => one.status === 'rejected');
  if (!refused) return connections;
  closeAll(connections);
  throw refused.reason;
}

function closeAll(connections: readonly Redis[]): void {
  for (const redis of connections) redis.disconnect();
}
