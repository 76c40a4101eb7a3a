import { describe, expect, test } from 'vitest';
import type { Server, Strategy } from '../../../labs/sticky/parts/balancing.ts';
import { haproxySource } from '../../../labs/sticky/parts/strategies/haproxy-source.ts';
import { haproxySourceConsistent } from '../../../labs/sticky/parts/strategies/haproxy-source-consistent.ts';
import { nginxHash } from '../../../labs/sticky/parts/strategies/nginx-hash.ts';
import { nginxHashConsistent } from '../../../labs/sticky/parts/strategies/nginx-hash-consistent.ts';
import { nginxIpHash } from '../../../labs/sticky/parts/strategies/nginx-ip-hash.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { drawAddresses, farm, movedShare, picksOf, tally } from './farm.ts';

const clients = 20_000;
const addresses = drawAddresses(createRandom(23).fork('addresses'), clients);
const sizes = [
  [3, 4],
  [4, 5],
  [10, 11],
] as const;

interface Row {
  readonly method: string;
  readonly strategy: Strategy;
  readonly weight: number;
  /** Points a server owns on a ring whose places depend on the ports; the table was made with other ports. */
  readonly pointsPerServer?: number;
  /** For 3 → 4, 4 → 5, 10 → 11: per cent of clients moved, and the fullest server over the mean. */
  readonly moved: readonly [number, number, number];
  readonly maxOverMean: readonly [number, number, number];
}

/** Measured with another implementation and 20,000 other addresses. */
const rows: readonly Row[] = [
  {
    method: 'nginx ip_hash',
    strategy: nginxIpHash,
    weight: 1,
    moved: [74.9, 80, 90.9],
    maxOverMean: [1.01, 1.02, 1.04],
  },
  {
    method: 'nginx hash',
    strategy: nginxHash,
    weight: 1,
    moved: [75.3, 80.1, 90.7],
    maxOverMean: [1.01, 1.01, 1.03],
  },
  {
    method: 'nginx hash consistent',
    strategy: nginxHashConsistent,
    weight: 1,
    pointsPerServer: 160,
    moved: [23.2, 19.5, 9.1],
    maxOverMean: [1.05, 1.07, 1.11],
  },
  {
    method: 'HAProxy source',
    strategy: haproxySource,
    weight: 1,
    moved: [74.3, 80.2, 90.8],
    maxOverMean: [1.01, 1.02, 1.02],
  },
  {
    method: 'HAProxy source consistent',
    strategy: haproxySourceConsistent,
    weight: 1,
    moved: [28.5, 20, 8.4],
    maxOverMean: [1.16, 1.19, 1.22],
  },
  {
    method: 'HAProxy source consistent, weight 100',
    strategy: haproxySourceConsistent,
    weight: 100,
    moved: [25.4, 19.9, 8.9],
    maxOverMean: [1.03, 1.02, 1.05],
  },
];

const cases = rows.flatMap((row) =>
  sizes.map(([before, after], at) => ({
    ...row,
    before,
    after,
    moved: (row.moved[at] as number) / 100,
    maxOverMean: row.maxOverMean[at] as number,
  })),
);

const withWeight = (size: number, weight: number): Server[] =>
  farm(size).map((server) => ({ ...server, weight }));

describe.each(cases)('$method, $before → $after servers', (row) => {
  const { strategy, weight, before, after, pointsPerServer } = row;
  const then = picksOf(strategy, withWeight(before, weight), addresses);
  const now = picksOf(strategy, withWeight(after, weight), addresses);
  const rounding = 0.0005;

  /** Variance of a share of clients, and where the ring is another one than the table's, of a share of its points. */
  function variance(share: number): number {
    const points = pointsPerServer === undefined ? 0 : 1 / (pointsPerServer * after);
    return share * (1 - share) * (1 / clients + points);
  }

  test('the share that moves is that of the table', () => {
    const tolerance = 4 * Math.sqrt(2 * variance(row.moved)) + rounding;
    expect(Math.abs(movedShare(then, now) - row.moved)).toBeLessThan(tolerance);
  });

  test('the fullest server is as full as in the table', () => {
    const fullest = Math.max(...tally(now, after)) / (clients / after);
    const tolerance = 4 * Math.sqrt(2 * variance(row.maxOverMean / after)) * after + 10 * rounding;
    expect(Math.abs(fullest - row.maxOverMean)).toBeLessThan(tolerance);
  });
});
