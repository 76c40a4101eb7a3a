import { type PoolContext, params } from '../../../labs/pool-bench/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { type RedisServer, redis } from '../../../src/services/redis.ts';
import { withScope } from '../with-scope.ts';

/** The smallest run that still has an interval. */
const smallest = { concurrency: '8', pool: '1,8', rtt: '0', rounds: '5', trial: '8ms', stall: '100ms' };

/** Runs a part of the lab on a real private Redis, with nothing round it that a test does not need. */
export async function withContext<Answer>(
  { params: given = {}, seed = 7 }: { readonly params?: Record<string, string>; readonly seed?: number },
  use: (context: PoolContext, server: RedisServer) => Promise<Answer>,
): Promise<Answer> {
  return await withScope(async (world) => {
    const server = await world.scope.start(redis());
    const services = { redis: server, postgres: null };
    const values = resolveParams(params, 'quick', { ...smallest, ...given });
    return await use({ ...world, params: values, services, seed }, server);
  });
}
