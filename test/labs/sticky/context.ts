import lab from '../../../labs/sticky/index.ts';
import { services as needed, params, type StickyContext } from '../../../labs/sticky/settings.ts';
import { resolveParams } from '../../../src/core/params.ts';
import { type RunResult, runLab } from '../../../src/core/run.ts';
import { openServiceHost } from '../../../src/services/host.ts';
import { tinyOptions } from '../../core/tiny-lab.ts';
import { steadyClock, withScope } from '../with-scope.ts';

type Given = Readonly<Record<string, string | true>>;

/** Runs one act with real servers and nothing round it that a test does not need. */
export async function withContext<Answer>(
  given: { readonly params?: Given; readonly seed?: number },
  use: (context: StickyContext) => Promise<Answer>,
): Promise<Answer> {
  return await withScope(async (world) => {
    const values = valuesOf(given.params);
    const services = { redis: needed.redis.when?.(values) ? await world.scope.start(needed.redis) : null };
    return await use({ ...world, params: values, services, seed: given.seed ?? 7 });
  });
}

/** Runs the whole lab in this process, or only some of its acts, with real servers and nobody who is asked. */
export async function runWhole(given: Given, acts: readonly string[] | null = null): Promise<RunResult> {
  return await runLab(lab, {
    ...tinyOptions(),
    params: valuesOf(given),
    acts,
    clock: steadyClock,
    predict: async () => null,
    openHost: (options) => {
      const host = openServiceHost({ external: {}, trace: false }, options);
      return { ...host, explain: (error) => error };
    },
  });
}

function valuesOf(given: Given | undefined) {
  return resolveParams(params, 'quick', { clients: '300', ...given });
}
