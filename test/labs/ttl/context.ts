import { params, type TtlContext } from '../../../labs/ttl/settings.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { type RedisServer, redis } from '../../../src/services/redis.ts';
import { withScope } from '../with-scope.ts';

export { steadyClock } from '../with-scope.ts';

interface ContextOptions {
  readonly params?: Readonly<Record<string, string>>;
  readonly clock?: Clock;
  /** Puts a planted fault between the lab and the server. */
  readonly plant?: (server: RedisServer) => RedisServer;
}

/** The world's fastest: a TTL of half a second. */
const fastest = { ttl: '300s', speed: '600', others: '50', silent: '20', observe: '100ms', users: '60' };

/** Runs one act on a real private server, with nothing round it that a test does not need. */
export async function withContext<Answer>(
  { params: given = {}, clock, plant = (server) => server }: ContextOptions,
  use: (context: TtlContext) => Promise<Answer>,
): Promise<Answer> {
  return await withScope(async (world) => {
    const services = { redis: plant(await world.scope.start(redis())) };
    const values = resolveParams(params, 'quick', { ...fastest, ...given });
    return await use({ ...world, params: values, services, seed: 7 });
  }, clock);
}
