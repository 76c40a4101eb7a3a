import { services as needed, params, type StickyContext } from '../../../labs/sticky/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { withScope } from '../with-scope.ts';

/** Runs one act with real servers and nothing round it that a test does not need. */
export async function withContext<Answer>(
  given: { readonly params?: Readonly<Record<string, string>>; readonly seed?: number },
  use: (context: StickyContext) => Promise<Answer>,
): Promise<Answer> {
  return await withScope(async (world) => {
    const values = resolveParams(params, 'quick', { clients: '300', ...given.params });
    const services = { redis: needed.redis.when?.(values) ? await world.scope.start(needed.redis) : null };
    return await use({ ...world, params: values, services, seed: given.seed ?? 7 });
  });
}
