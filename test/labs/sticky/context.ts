import {
  services as needed,
  params,
  type StickyContext,
  type StickyParams,
} from '../../../labs/sticky/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { openScope } from '../../../src/core/scope.ts';
import { monotonicClock } from '../../../src/measure/clock.ts';
import { openServiceHost } from '../../../src/services/host.ts';

const clock = { nowMs: monotonicClock.nowMs, date: () => new Date(0) };

/** Runs one act with real servers and nothing round it that a test does not need. */
export async function withContext<Answer>(
  given: { readonly params?: Readonly<Record<string, string>>; readonly seed?: number },
  use: (context: StickyContext) => Promise<Answer>,
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
    const values: StickyParams = resolveParams(params, 'quick', { clients: '300', ...given.params });
    const services = { redis: needed.redis.when?.(values) ? await scope.start(needed.redis) : null };
    return await use({
      params: values,
      services,
      seed: given.seed ?? 7,
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
