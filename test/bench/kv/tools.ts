// The tools that come with each server: the same reads of the same keys, over as many connections.
import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type PostgresServer, postgresProgram } from '../../../src/services/postgres.ts';
import { requireProgram } from '../../../src/services/programs.ts';

const run = promisify(execFile);

/** @returns how many it did, and how many a second */
export type Tool = () => Promise<{ readonly operations: number; readonly perSecond: number }>;

export function redisBenchmark(port: number, callers: number, keys: number): Tool {
  return async () => {
    const operations = callers === 1 ? 10_000 : 60_000;
    const all = ['-p', `${port}`, '-c', `${callers}`, '-n', `${operations}`];
    const args = [...all, '-r', `${keys}`, '--csv', 'GET', 'kv:__rand_int__'];
    const { stdout } = await run('redis-benchmark', args);
    return { operations, perSecond: Number(stdout.trim().split('\n').at(-1)?.split('","')[1]) };
  };
}

export function pgbench(
  { address }: PostgresServer,
  script: string,
  callers: number,
  durationMs: number,
): Tool {
  return async () => {
    const { file } = await requireProgram(postgresProgram);
    const at = ['-h', address.host, '-p', `${address.port}`, '-U', address.user];
    const load = ['-n', '-M', 'prepared', '-c', `${callers}`, '-T', `${durationMs / 1e3}`, '-f', script];
    const env = { PATH: `${join(file, '..')}:${process.env.PATH}`, PGPASSWORD: address.password };
    const { stdout } = await run('pgbench', [...at, ...load, address.database], { env });
    const figure = (of: RegExp) => Number(of.exec(stdout)?.[1]);
    return {
      operations: figure(/transactions actually processed: (\d+)/),
      perSecond: figure(/tps = ([\d.]+)/),
    };
  };
}
