import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { measureCell } from '../../../labs/pool-bench/parts/cell.ts';
import { ioredisFresh, ioredisShared } from '../../../labs/pool-bench/parts/ioredis-shapes.ts';
import { prepareKey } from '../../../labs/pool-bench/parts/redis-arms.ts';
import { straightTo } from '../../../labs/pool-bench/parts/route.ts';
import { withContext } from './context.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** What is still in use after a cell whose trials are so long, and how many operations it did. */
async function heldAfter(trial: string): Promise<{ bytes: number; operations: number }> {
  return await withContext({ params: { trial, rounds: '5' } }, async (context, server) => {
    const key = await prepareKey(server);
    const route = straightTo(server);
    const shapes = [ioredisShared(route, key), ioredisFresh(route, key)];
    const { arms } = await measureCell(context, { place: { callers: 8, roundTrip: null }, shapes });
    collect();
    const bytes = process.memoryUsage().heapUsed;
    return { bytes, operations: arms.reduce((sum, { operations }) => sum + operations, 0) };
  });
}

it('trials that are ten times as long hold no more memory', async () => {
  await heldAfter('10ms'); // What is loaded once.
  const short = await heldAfter('10ms');
  const long = await heldAfter('100ms');
  expect(long.operations).toBeGreaterThan(3 * short.operations);
  expect(long.bytes - short.bytes).toBeLessThan(2 * 2 ** 20);
});
