// The other client library, with a pool of its own.
import { createClient, createClientPool } from 'redis';
import type { Route } from './route.ts';
import type { Shape } from './shape.ts';

const client = 'node-redis';
const comeBackMs = 20;
/** It does not knock for ever: a server that lets nobody more in would keep the act waiting. */
const mostKnocks = 25;

function optionsFor({ host, port, login, tls }: Route) {
  const { db, username, password } = login;
  const reconnectStrategy = (retries: number, cause: Error) => (retries < mostKnocks ? comeBackMs : cause);
  const way = { host, port, reconnectStrategy };
  return {
    socket: tls ? ({ ...way, ...tls, tls: true } as const) : way,
    database: db,
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
    disableOfflineQueue: true, // What cannot be sent fails at once, and is counted.
  };
}

export async function connectNodeRedis(route: Route) {
  const redis = createClient(optionsFor(route));
  redis.on('error', () => {}); // The command that failed says it; without a listener the process would end.
  return await opened(redis);
}

export function nodeRedisShared(route: Route, key: string): Shape {
  return {
    id: 'shared',
    client,
    poolSize: null,
    async open() {
      const redis = await connectNodeRedis(route);
      return { operation: () => redis.get(key), close: () => redis.destroy() };
    },
  };
}

export function nodeRedisPool(route: Route, key: string, poolSize: number): Shape {
  return {
    id: 'pool',
    client,
    poolSize,
    async open() {
      const pool = createClientPool(optionsFor(route), { minimum: poolSize, maximum: poolSize });
      pool.on('error', () => {});
      await opened(pool);
      return { operation: () => pool.get(key), close: () => pool.destroy() };
    },
  };
}

/** Connected, or closed: what failed to connect would go on trying beside the other arms. */
async function opened<Client extends { connect(): Promise<unknown>; destroy(): void }>(
  client: Client,
): Promise<Client> {
  await client.connect().catch((error) => {
    client.destroy();
    throw error;
  });
  return client;
}
