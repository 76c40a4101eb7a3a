// The world played without a network: the same location servers and the same oracle over a model of Redis, as fast as
// it goes. Labelled a model wherever its figures are shown.
import { setImmediate as settled } from 'node:timers/promises';
import { indexListers } from './bus.ts';
import { startLocationServer } from './location-server.ts';
import { type Holds, modelRedis } from './model-bus.ts';
import { type Played, play } from './play.ts';
import type { Gateway, GatewayOptions } from './sockets.ts';
import type { World } from './world.ts';

export interface ModelOptions extends Omit<GatewayOptions, 'redis' | 'friends' | 'nowMs'> {
  readonly world: World;
  readonly lengthMs: number;
  readonly radiusM: number;
  readonly signal: AbortSignal;
}

export interface Modelled extends Played {
  /** What a Redis would hold at the end, while everybody is still connected. */
  readonly holds: Holds;
}

export async function playModel({
  world,
  lengthMs,
  radiusM,
  ttlMs,
  keyTtlMs,
  signal,
  ...options
}: ModelOptions): Promise<Modelled> {
  let worldMs = 0;
  const nowMs = () => worldMs;
  const redis = modelRedis(nowMs, keyTtlMs);
  const servers = await Promise.all(
    Array.from({ length: options.servers }, (_, id) => {
      const { store } = redis;
      return startLocationServer({
        ...options,
        id,
        bus: redis.bus(),
        store,
        friends: world.friends,
        ttlMs,
        nowMs,
      });
    }),
  );
  indexListers(redis.store, world);
  const gateway: Gateway = {
    servers,
    async connect(server, user, n, place, hear) {
      const found = servers[server];
      if (!found) throw new RangeError(`there is no location server ${server}`);
      return found.open(user, n, place, hear);
    },
  };
  const clock = {
    nowMs,
    steadyMs: nowMs,
    async until(ms: number) {
      signal.throwIfAborted();
      await settled(); // Every promise that is due has been kept by then.
      worldMs = ms;
    },
  };
  let holds = redis.holds();
  const settle = async () => {
    await settled();
    holds = redis.holds();
  };
  const played = await play({ world, gateway, clock, lengthMs, ttlMs, radiusM, settle });
  return { ...played, holds };
}
