import { describe, expect, it } from 'vitest';
import type { Cell } from '../../../labs/pool-bench/cell.ts';
import { interpret } from '../../../labs/pool-bench/interpret.ts';
import { ioredisFresh } from '../../../labs/pool-bench/ioredis-shapes.ts';
import { prepareKey, type RedisArms, redisArms, shapes } from '../../../labs/pool-bench/redis-target.ts';
import type { PoolData } from '../../../labs/pool-bench/run.ts';
import type { PoolParams } from '../../../labs/pool-bench/settings.ts';
import { judgeQuiet } from '../../../src/measure/quiet.ts';
import { withContext } from './context.ts';

/** Only the three arms that the verdict rests on. */
const threeArms: RedisArms = {
  every: (route, key, _, poolSize) => redisArms.main(route, key, poolSize),
  main: redisArms.main,
};

/** What a run of act 1 alone leaves behind. */
function dataOf(cells: readonly Cell[]): PoolData {
  const quiet = judgeQuiet({ load: 0, steal: 0, jitterMs: 0 });
  const failures = {
    exhausted: { poolSize: 2, acquireTimeoutMs: 100, waitedMs: 100, error: 'timed out' },
    leaked: { poolSize: 4, throwsEvery: 5, served: 20, error: 'timed out' },
    blocked: { blockMs: 200, behindMs: 200, besideMs: 0.2 },
  };
  const redis = { shapes: cells, knee: [], stall: null, failures, timeWait: null };
  return { quiet, harnessNs: 200, redis, tls: null, postgres: null, threads: null };
}

async function judged(arms: RedisArms, seed: number) {
  return await withContext({ seed, params: { rounds: '7', trial: '20ms' } }, async (context, server) => {
    const cells = await shapes(context, server, await prepareKey(server), arms);
    return interpret(dataOf(cells), context.params as PoolParams);
  });
}

describe('C05', () => {
  it('is held, with the same verdict for ten seeds', async () => {
    const verdicts: string[] = [];
    for (let seed = 0; seed < 10; seed += 1) {
      const { checks } = await judged(threeArms, seed);
      verdicts.push(...checks.map(({ claim, verdict }) => `${claim} ${verdict}`));
    }
    expect(verdicts).toEqual(Array.from({ length: 10 }, () => 'C05 held'));
  });

  it('is refuted by a pool that is slower than a fresh connection', async () => {
    const slowPool: RedisArms = {
      ...threeArms,
      every: (route, key, callers, poolSize) =>
        threeArms.every(route, key, callers, poolSize).map((shape) =>
          shape.id === 'pool'
            ? {
                ...shape,
                async open() {
                  const fresh = await ioredisFresh(route, key).open();
                  const tenTimes = async () => {
                    for (let turn = 0; turn < 10; turn += 1) await fresh.operation();
                  };
                  return { operation: tenTimes, close() {} };
                },
              }
            : shape,
        ),
    };
    const { checks, answer } = await judged(slowPool, 1);
    expect(checks).toMatchObject([{ claim: 'C05', verdict: 'refuted' }]);
    expect(answer).toBe('shared');
  });
});
