import type { TtlContext, TtlParams } from '../../../labs/ttl/settings.ts';
import { params } from '../../../labs/ttl/settings.ts';
import type { Clock } from '../../../src/core/clock.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { openScope } from '../../../src/core/scope.ts';
import { monotonicClock } from '../../../src/measure/clock.ts';
import { openServiceHost } from '../../../src/services/host.ts';
import { type RedisServer, redis } from '../../../src/services/redis.ts';

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
  { params: given = {}, clock = steadyClock, plant = (server) => server }: ContextOptions,
  use: (context: TtlContext) => Promise<Answer>,
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
  const scope = openScope(host, clock);
  scope.defer(() => host.close());
  try {
    const services = { redis: plant(await scope.start(redis())) };
    const values: TtlParams = resolveParams(params, 'quick', { ...fastest, ...given });
    return await use({
      params: values,
      services,
      seed: 7,
      clock,
      signal,
      scope,
      emit() {},
      async predict() {},
    });
  } finally {
    await scope.close();
  }
}

export const steadyClock: Clock = { nowMs: monotonicClock.nowMs, date: () => new Date(0) };
