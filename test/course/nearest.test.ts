import { expect, it } from 'vitest';
import { nearestOf } from '../../src/course/nearest.ts';

const names = ['pubsub', 'ttl', 'pool-bench', 'persistence', 'memory-vs-disk', '팬아웃'];

it.for([
  ['persistance', 'persistence'],
  ['Persistence', 'persistence'],
  ['poolbench', 'pool-bench'],
  ['pubsbu', 'pubsub'],
  ['ttll', 'ttl'],
  ['팬아옷', '팬아웃'],
] as const)('%s is a slip in %s', ([typed, meant]) => {
  expect(nearestOf(typed, names)).toBe(meant);
});

it.for(['', 'tl', 'xyz', 'pool', 'disk', 'p'.repeat(10_000)])('%s comes close to none', (typed) => {
  expect(nearestOf(typed, ['xx', 'abcdef', 'memory-vs-disk', 'pool-bench'])).toBeNull();
});
