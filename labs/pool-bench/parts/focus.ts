import type { PoolParams } from '../settings.ts';

/** The callers and the pool on which the verdict rests: the ones nearest to 8 among those that were asked for. */
export function focusOf(asked: Pick<PoolParams, 'concurrency' | 'pool'>): { callers: number; pool: number } {
  const nearest = (values: readonly number[]) =>
    values.reduce((best, value) => (Math.abs(value - 8) < Math.abs(best - 8) ? value : best));
  return { callers: nearest(asked.concurrency), pool: nearest(asked.pool) };
}
