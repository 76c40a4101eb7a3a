import { mkdir, symlink } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { expect } from 'vitest';
import { catalogue } from '../../labs/index.ts';
import type { Verified } from '../../src/report/verified.ts';
import { findProgram } from '../../src/services/programs.ts';
import { redisProgram } from '../../src/services/redis.ts';
import { type Cli, it } from './run-cli.ts';

/** A PATH with Redis and what redis-lab itself cannot do without: what needs more is left out. */
async function redisAlone({ folder }: Cli): Promise<string> {
  const path = join(folder, 'path');
  await mkdir(path);
  const redis = (await findProgram(redisProgram))?.file ?? '';
  for (const program of [redis, process.execPath]) await symlink(program, join(path, basename(program)));
  return path;
}

it('verify runs every lab and finds what this version promises', { timeout: 300_000 }, async ({ cli }) => {
  const { code, stdout, stderr } = await cli.run(['verify', '--json'], {
    env: { PATH: await redisAlone(cli) },
  });
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
