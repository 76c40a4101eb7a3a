import { expect, it } from 'vitest';
import { turnstile } from '../../../labs/pool-bench/parts/turnstile.ts';

it('lets in as many as there are things, and the others in the order they came', async () => {
  const pool = turnstile(['a', 'b']);
  const begun: number[] = [];
  const finish: (() => void)[] = [];
  const guests = [0, 1, 2, 3, 4].map((guest) =>
    pool.use(async (thing) => {
      begun.push(guest);
      await new Promise<void>((resolve) => finish.push(resolve));
      return thing;
    }),
  );
  await Promise.resolve();
  expect(begun).toEqual([0, 1]);
  finish[1]?.();
  await guests[1];
  expect(begun).toEqual([0, 1, 2]);
  // Each that leaves lets the next one in, until nobody waits.
  for (let left = 0; left < 5; left += 1) {
    finish.forEach((done) => void done());
    await Promise.race([Promise.all(guests), new Promise((resolve) => setImmediate(resolve))]);
  }
  expect(new Set(await Promise.all(guests))).toEqual(new Set(['a', 'b']));
  expect(begun).toEqual([0, 1, 2, 3, 4]);
});

it('gets a thing back from work that throws', async () => {
  const pool = turnstile(['only']);
  await expect(pool.use(() => Promise.reject(new Error('oops')))).rejects.toThrow('oops');
  await expect(pool.use(async (thing) => thing)).resolves.toBe('only');
});
