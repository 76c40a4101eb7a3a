import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { Redis } from 'ioredis';
import { loadPostgres, postgresWorkers } from '../../labs/memory-vs-disk/parts/postgres-store.ts';
import { redisWorkers } from '../../labs/memory-vs-disk/parts/redis-store.ts';
import { valuesFor } from '../../labs/memory-vs-disk/parts/store.ts';
import { encode, RawConnection } from '../../labs/pool-bench/parts/resp.ts';
import { clientBoundFrom } from '../../src/core/act.ts';
import { closedLoop } from '../../src/measure/closed-loop.ts';
import { createRandom } from '../../src/measure/random.ts';
import { type PostgresServer, postgres, postgresProgram } from '../../src/services/postgres.ts';
import { requireProgram } from '../../src/services/programs.ts';
import { withScope } from '../labs/with-scope.ts';
import { startLearnersRedis } from '../redis-fixture.ts';
import { cpuOfEnded, cpuOfTree } from './cpu-of.ts';
import { type BenchRow, medianOf } from './row.ts';

const run = promisify(execFile);
const rounds = 5;
const keys = 10_000;
const callersOf = [1, 8, 20];
const durationMs = 1_000;
const target = 0.8;

/** What one side did, and the CPU that an operation took of its client and of the server. */
interface Turn {
  readonly perSecond: number;
  readonly clientUs: number;
  readonly serverUs: number;
  /** Of our event loop, 0 to 1; of theirs nobody knows. */
  readonly busyShare?: number;
}

type Get = (caller: number, key: number) => unknown;

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
  const most = Math.max(...callersOf);
  const route = { host: '127.0.0.1', port: server.port, login: { db: 0 }, tls: null };
  const sockets = await Promise.all(Array.from({ length: most }, () => RawConnection.open(route)));
  try {
    const workers = await redisWorkers({ key: (name) => name, connect }, values, most);
    const gets = values.map((_, key) => encode(['GET', `kv:${key}`]));
    const clientsOf: Record<string, Get> = {
      'ioredis, as in the lab': (caller, key) => workers[caller]?.get(key),
      'bare sockets': (caller, key) => sockets[caller]?.ask(gets[key] as string),
    };
    const rows: BenchRow[] = [];
    for (const callers of callersOf) {
      const tool = redisBenchmark(server.port, callers);
      for (const [client, get] of Object.entries(clientsOf))
        rows.push(
          await rowOf(
            `kv: Redis, get, ${callers} callers (${client}), against redis-benchmark`,
            callers,
            ours(get, callers, server.pid),
            theirs(tool, server.pid),
          ),
        );
    }
    return rows;
  } finally {
    for (const client of clients) client.disconnect();
    for (const socket of sockets) socket.close();
    await server.stop();
  }
}

/** @returns how many it did, and how many a second */
type Tool = () => Promise<{ readonly operations: number; readonly perSecond: number }>;

function redisBenchmark(port: number, callers: number): Tool {
  return async () => {
    const operations = callers === 1 ? 10_000 : 60_000;
    const all = ['-p', `${port}`, '-c', `${callers}`, '-n', `${operations}`];
    const args = [...all, '-r', `${keys}`, '--csv', 'GET', 'kv:__rand_int__'];
    const { stdout } = await run('redis-benchmark', args);
    return { operations, perSecond: Number(stdout.trim().split('\n').at(-1)?.split('","')[1]) };
  };
}

async function postgresRows(values: readonly string[]): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'redis-lab-bench-'));
  try {
    return await withScope(async ({ scope }) => {
      const server = await scope.start(postgres());
      const pid = Number.parseInt(
        await readFile(join(server.dataFolder ?? '', 'postmaster.pid'), 'utf8'),
        10,
      );
      const tables = await loadPostgres(server, values, 'bench');
      const workers = await postgresWorkers(server, tables, 'on', Math.max(...callersOf), scope);
      const script = join(folder, 'select.sql');
      await writeFile(script, `\\set k random(0, ${keys - 1})\nSELECT v FROM ${tables.kv} WHERE k = :k;\n`);
      const get: Get = (caller, key) => workers[caller]?.get(key);
      const rows: BenchRow[] = [];
      for (const callers of callersOf)
        rows.push(
          await rowOf(
            `kv: PostgreSQL, get, ${callers} callers (pg, as in the lab), against pgbench -M prepared`,
            callers,
            ours(get, callers, pid),
            theirs(pgbench(server, script, callers), pid),
          ),
        );
      return rows;
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function pgbench({ address }: PostgresServer, script: string, callers: number): Tool {
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

function ours(get: Get, callers: number, serverPid: number) {
  const random = createRandom(1);
  return async (): Promise<Turn> => {
    const [server, own] = [await cpuOfTree(serverPid), process.cpuUsage()];
    const { operations, perSecond, client } = await closedLoop({
      callers,
      bound: { durationMs },
      operation: async (caller) => get(caller, random.int(keys)),
      signal: new AbortController().signal,
    });
    const { user, system } = process.cpuUsage(own);
    return {
      perSecond,
      clientUs: (user + system) / operations,
      serverUs: ((await cpuOfTree(serverPid)) - server) / operations,
      busyShare: client.busyShare,
    };
  };
}

function theirs(tool: Tool, serverPid: number) {
  return async (): Promise<Turn> => {
    const [server, ended] = [await cpuOfTree(serverPid), await cpuOfEnded()];
    const { operations, perSecond } = await tool();
    return {
      perSecond,
      clientUs: ((await cpuOfEnded()) - ended) / operations,
      serverUs: ((await cpuOfTree(serverPid)) - server) / operations,
    };
  };
}

/** Ours and theirs in turns, the first turn of each not counted. */
async function rowOf(
  name: string,
  callers: number,
  ours: () => Promise<Turn>,
  theirs: () => Promise<Turn>,
): Promise<BenchRow> {
  const turns: { ours: Turn; theirs: Turn }[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const turn = { ours: await ours(), theirs: await theirs() };
    if (round > 0) turns.push(turn);
  }
  const middle = (side: 'ours' | 'theirs', figure: keyof Turn) =>
    medianOf(turns.map((turn) => turn[side][figure] ?? 0));
  const ratio = medianOf(turns.map((turn) => turn.ours.perSecond / turn.theirs.perSecond));
  const cpu = (side: 'ours' | 'theirs') =>
    `${middle(side, 'clientUs').toFixed(1)} us in the client + ${middle(side, 'serverUs').toFixed(1)} in the server`;
  return {
    name,
    ours: `${middle('ours', 'perSecond').toFixed(0)}/s`,
    peer: `${middle('theirs', 'perSecond').toFixed(0)}/s`,
    ratio,
    target: `at least ${target}`,
    notes: [
      `CPU of an operation: ours ${cpu('ours')}, theirs ${cpu('theirs')}`,
      ...(ratio < target ? [limitOf(callers, middle)] : []),
    ],
  };
}

/** What so much CPU for an operation lets through at best: with one thread of ours, and with as many as there are cores. */
function limitOf(callers: number, middle: (side: 'ours' | 'theirs', figure: keyof Turn) => number): string {
  const share = middle('ours', 'busyShare');
  const busy = `our event loop is ${(100 * share).toFixed(0)}% busy`;
  if (share < clientBoundFrom) return `not client-bound: ${busy}`;
  const [clientUs, serverUs] = [middle('ours', 'clientUs'), middle('ours', 'serverUs')];
  const times = (most: number) => `${(most / middle('theirs', 'perSecond')).toFixed(2)} x`;
  const cores = availableParallelism();
  const [one, many] = [1e6 / clientUs, (cores * 1e6) / (clientUs + serverUs)];
  const alone = `client-bound, ${busy}: with that CPU one thread comes to ${times(one)} at most`;
  if (callers === 1) return alone;
  return `${alone}, and any number of them on these ${cores} cores, which the server needs, too, to ${times(many)}`;
}
