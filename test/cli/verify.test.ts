import { expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { Verified } from '../../src/report/verified.ts';
import { it } from './run-cli.ts';

it('verify runs every lab and finds what this version promises', { timeout: 300_000 }, async ({ cli }) => {
  const { code, stdout, stderr } = await cli.run(['verify', '--json']);
  const all: Verified[] = JSON.parse(stdout);
  expect(all.map(({ lab, failed }) => ({ lab, failed }))).toEqual(
    catalogue.map(({ id }) => ({ lab: id, failed: null })),
  );
  const decided = all.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict !== 'inconclusive');
  const tested = decided.filter(({ verdict }) => verdict !== null);
  expect(tested.filter(({ verdict, expected }) => verdict !== expected)).toEqual([]);
  expect(tested.length).toBeGreaterThanOrEqual(7);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(await cli.records()).toHaveLength(catalogue.length);
});

it('verify says which lab did not come to its end, and goes on with the next', async ({ cli }) => {
  const { code, stdout } = await cli.run(['verify'], { env: { PATH: '/nowhere' } });
  expect(code).toBe(1);
  expect(stdout).toMatch(/✗ pubsub.*\n +redis-server is missing/);
  expect(stdout).toMatch(/Labs that did not come to their end: pubsub, .*sticky/);
});
