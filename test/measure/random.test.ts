import { describe, expect, test } from 'vitest';
import { createRandom } from '../../src/measure/random.ts';
import { xoshiro128 } from '../../src/measure/xoshiro.ts';

const draw = (times: number, next: () => number) => Array.from({ length: times }, next);

test('xoshiro128** gives the published numbers for the state 1 2 3 4', () => {
  expect(draw(10, xoshiro128([1, 2, 3, 4]))).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test('a seed gives the same numbers for ever', () => {
  // Worked out a second time in Python from the published algorithms.
  const random = createRandom(42);
  expect(draw(3, () => random.next())).toEqual([0.01000812524954231, 0.9743918109719037, 0.6187167340753109]);
  expect(draw(8, () => random.int(100))).toEqual([43, 82, 48, 38, 54, 44, 45, 23]);
  expect(createRandom(42).shuffle(['a', 'b', 'c', 'd', 'e'])).toEqual(['c', 'e', 'b', 'd', 'a']);
  expect(createRandom(42).fork('order').int(1e9)).toBe(332_583_809);
});

test('another seed gives other numbers', () => {
  expect(createRandom(1).next()).not.toBe(createRandom(2).next());
});

test('a fork does not hear what its parent or its siblings draw', () => {
  const quiet = createRandom(7);
  const busy = createRandom(7);
  draw(100, () => busy.next());
  const sibling = busy.fork('other');
  draw(100, () => sibling.next());
  expect(draw(5, () => busy.fork('mine').next())).toEqual(draw(5, () => quiet.fork('mine').next()));
  expect(quiet.fork('mine').next()).not.toBe(quiet.fork('other').next());
  expect(quiet.fork('a').fork('b').next()).not.toBe(quiet.fork('b').fork('a').next());
});

describe('the numbers are spread evenly', () => {
  test('int', () => {
    const random = createRandom(3);
    const seen = new Array<number>(10).fill(0);
    for (let i = 0; i < 100_000; i += 1) {
      const face = random.int(10);
      seen[face] = (seen[face] ?? 0) + 1;
    }
    for (const times of seen) expect(Math.abs(times - 10_000)).toBeLessThan(400);
  });

  test('shuffle reaches every order equally often and leaves its argument alone', () => {
    const random = createRandom(4);
    const items = ['a', 'b', 'c'] as const;
    const orders = new Map<string, number>();
    for (let i = 0; i < 6_000; i += 1) {
      const order = random.shuffle(items).join('');
      orders.set(order, (orders.get(order) ?? 0) + 1);
    }
    expect(items).toEqual(['a', 'b', 'c']);
    expect(orders.size).toBe(6);
    for (const times of orders.values()) expect(Math.abs(times - 1_000)).toBeLessThan(150);
  });
});
