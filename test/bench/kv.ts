import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { loadPostgres, postgresWorkers } from '../../labs/memory-vs-disk/parts/postgres-store.ts';
import { redisWorkers } from '../../labs/memory-vs-disk/parts/redis-store.ts';
import { valuesFor, type Worker } from '../../labs/memory-vs-disk/parts/store.ts';
import { closedLoop } from '../../src/measure/closed-loop.ts';
import { createRandom } from '../../src/measure/random.ts';
import { type PostgresServer, postgres, postgresProgram } from '../../src/services/postgres.ts';
import { requireProgram } from '../../src/services/programs.ts';
import { withScope } from '../labs/with-scope.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { type BenchRow, medianOf } from './row.ts';

const run = promisify(execFile);
const rounds = 5;
const keys = 10_000;
const callersOf = [1, 8, 20];
const durationMs = 1_000;

/** What one side did a second; ours also says how busy its one thread was. */
interface Turn {
  readonly perSecond: number;
  readonly busyShare?: number;
}

/** Reads of memory-vs-disk against the tools that come with each server: the same keys, as many connections. */
export async function benchKv(): Promise<BenchRow[]> {
  const values = valuesFor(1, keys);
  return [...(await redisRows(values)), ...(await postgresRows(values))];
}

async function redisRows(values: readonly string[]): Promise<BenchRow[]> {
  const server = await startLearnersRedis();
  const clients: Redis[] = [];
  const connect = async () => {
    const client = new Redis({ port: server.port, lazyConnect: true });
    await client.connect();
    clients.push(client);
    return client;
  };
  try {
    const workers = await redisWorkers({ key: (name) => name, connect }, values, Math.max(...callersOf));
    const rows: BenchRow[] = [];
    for (const callers of callersOf) {
      const theirs = async (): Promise<Turn> => {
        const all = ['-p', `${server.port}`, '-c', `${callers}`, '-n', callers === 1 ? '10000' : '60000'];
        const args = [...all, '-r', `${keys}`, '--csv', 'GET', 'kv:__rand_int__'];
        const { stdout } = await run('redis-benchmark', args);
        return { perSecond: Number(stdout.trim().split('\n').at(-1)?.split('","')[1]) };
      };
      rows.push(
        await rowOf(
          `kv: Redis, get, ${callers} callers, against redis-benchmark`,
          reads(workers, callers),
          theirs,
        ),
      );
    }
    return rows;
  } finally {
    for (const client of clients) client.disconnect();
    await server.stop();
  }
}

async function postgresRows(values: readonly string[]): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-lab-bench-'));
  try {
    return await withScope(async ({ scope }) => {
      const server = await scope.start(postgres());
      const tables = await loadPostgres(server, values, 'bench');
      const workers = await postgresWorkers(server, tables, 'on', Math.max(...callersOf), scope);
      const script = join(folder, 'select.sql');
      await writeFile(script, `\\set k random(0, ${keys - 1})\nSELECT v FROM ${tables.kv} WHERE k = :k;\n`);
      const rows: BenchRow[] = [];
      for (const callers of callersOf) {
        const name = `kv: PostgreSQL, get, ${callers} callers, against pgbench -M prepared`;
        rows.push(await rowOf(name, reads(workers, callers), pgbench(server, script, callers)));
      }
      return rows;
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function pgbench({ address }: PostgresServer, script: string, callers: number) {
  return async (): Promise<Turn> => {
    const { file } = await requireProgram(postgresProgram);
    const at = ['-h', address.host, '-p', `${address.port}`, '-U', address.user];
    const load = ['-n', '-M', 'prepared', '-c', `${callers}`, '-T', `${durationMs / 1e3}`, '-f', script];
    const env = { PATH: `${join(file, '..')}:${process.env.PATH}`, PGPASSWORD: address.password };
    const { stdout } = await run('pgbench', [...at, ...load, address.database], { env });
    return { perSecond: Number(/tps = ([\d.]+)/.exec(stdout)?.[1]) };
  };
}

function reads(workers: readonly Worker[], callers: number) {
  const random = createRandom(1);
  const operation = async (caller: number) => workers[caller]?.get(random.int(keys));
  return async (): Promise<Turn> => {
    const load = await closedLoop({
      callers,
      bound: { durationMs },
      operation,
      signal: new AbortController().signal,
    });
    return { perSecond: load.perSecond, busyShare: load.client.busyShare };
  };
}

/** Ours and theirs in turns, the first turn of each not counted. */
async function rowOf(
  name: string,
  ours: () => Promise<Turn>,
  theirs: () => Promise<Turn>,
): Promise<BenchRow> {
  const turns: { ours: Turn; theirs: Turn }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const turn = { ours: await ours(), theirs: await theirs() };
    if (round > 0) turns.push(turn);
  }
  const middle = (figure: (turn: (typeof turns)[number]) => number) => medianOf(turns.map(figure));
  const busy = middle((turn) => turn.ours.busyShare ?? 0);
  return {
    name: `${name} (our one thread, client library and all, is ${(100 * busy).toFixed(0)}% busy)`,
    ours: `${middle((turn) => turn.ours.perSecond).toFixed(0)}/s`,
    peer: `${middle((turn) => turn.theirs.perSecond).toFixed(0)}/s`,
    ratio: middle((turn) => turn.ours.perSecond / turn.theirs.perSecond),
    target: 'at least 0.8',
  };
}
