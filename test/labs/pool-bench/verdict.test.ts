import { describe, expect, it } from 'vitest';
import { shapes } from '../../../labs/pool-bench/acts/shapes.ts';
import { ioredisFresh } from '../../../labs/pool-bench/parts/ioredis-shapes.ts';
import { type RedisArms, redisArms } from '../../../labs/pool-bench/parts/redis-arms.ts';
import { answerOf } from '../recorded.ts';
import { withContext } from './context.ts';
import { judged as judgedOf, lab } from './fixture.ts';

/** Only the three arms that the verdict rests on. */
const threeArms: RedisArms = {
  every: (route, key, _, poolSize) => redisArms.main(route, key, poolSize),
  main: redisArms.main,
};

/** What a run of the first act alone says of C05, and of its question. */
async function judged(arms: RedisArms, seed: number) {
  return await withContext({ seed, params: { rounds: '7', trial: '20ms' } }, async (context) => {
    const data = await shapes(context, arms);
    const skipped = { skipped: { ko: '건너뜀', en: 'skipped' } };
    const others = Object.fromEntries(['tls', 'postgres', 'threads'].map((act) => [act, skipped]));
    const { checks } = judgedOf(
      (kept) => void Object.assign(kept, { ...others, shapes: data }),
      context.params,
    );
    return { checks, answer: answerOf(lab, 'shapes', data, context.params) };
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
