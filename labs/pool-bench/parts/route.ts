// The way to a server: straight, or through the proxy that makes the network longer.
import { createRandom, proxy, type RedisServer, tlsOptions } from '../../../src/kit/run.ts';
import type { PoolContext } from '../settings.ts';

export interface Route {
  readonly host: string;
  readonly port: number;
  readonly login: { readonly username?: string; readonly password?: string; readonly db: number };
  /** Null where the server speaks plain TCP. */
  readonly tls: ReturnType<typeof tlsOptions> | null;
}

export function straightTo({ address }: RedisServer): Route {
  const { host, port, db, username, password } = address;
  return {
    host,
    port,
    login: { db, ...(username ? { username } : {}), ...(password ? { password } : {}) },
    tls: address.tls ? tlsOptions(address) : null,
  };
}

/** With nothing to add there is no proxy in between: it would cost time of its own. */
export async function routeWith(context: PoolContext, server: RedisServer, addedMs: number): Promise<Route> {
  const straight = straightTo(server);
  if (addedMs === 0) return straight;
  const network = await context.scope.start(
    proxy({ upstream: server, random: createRandom(context.seed).next }),
  );
  network.add('downstream', { type: 'latency', latencyMs: addedMs });
  return { ...straight, host: network.host, port: network.port };
}
