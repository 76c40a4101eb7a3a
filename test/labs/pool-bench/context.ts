import { type PoolContext, type PoolParams, params } from '../../../labs/pool-bench/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { openScope } from '../../../src/core/scope.ts';
import { monotonicClock } from '../../../src/measure/clock.ts';
import { openServiceHost } from '../../../src/services/host.ts';
import { type RedisServer, redis } from '../../../src/services/redis.ts';

/** The smallest run that still has an interval. */
const smallest = { concurrency: '8', pool: '1,8', rtt: '0', rounds: '5', trial: '8ms', stall: '100ms' };

/** Runs a part of the lab on a real private Redis, with nothing round it that a test does not need. */
export async function withContext<Answer>(
  { params: given = {}, seed = 7 }: { readonly params?: Record<string, string>; readonly seed?: number },
  use: (context: PoolContext, server: RedisServer) => Promise<Answer>,
): Promise<Answer> {
  const { signal } = new AbortController();
  const host = openServiceHost(
    { external: {}, trace: false },
    {
      runId: 'test',
      signal,
      emit() {},
      fail(error) {
        throw error;
      },
    },
  );
  const clock = { nowMs: monotonicClock.nowMs, date: () => new Date(0) };
  const scope = openScope(host, clock);
  scope.defer(() => host.close());
  try {
    const server = await scope.start(redis());
    const values: PoolParams = resolveParams(params, 'quick', { ...smallest, ...given });
    const context: PoolContext = {
      params: values,
      services: { redis: server, redisTls: null, postgres: null },
      seed,
      clock,
      signal,
      scope,
      emit() {},
      async predict() {},
    };
    return await use(context, server);
  } finally {
    await scope.close();
  }
}
