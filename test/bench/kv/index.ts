import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';
import { loadPostgres, postgresWorkers } from '../../../labs/memory-vs-disk/parts/postgres-store.ts';
import { redisWorkers } from '../../../labs/memory-vs-disk/parts/redis-store.ts';
import { valuesFor } from '../../../labs/memory-vs-disk/parts/store.ts';
import { RawConnection } from '../../../labs/pool-bench/parts/resp.ts';
import { closedLoop } from '../../../src/measure/closed-loop.ts';
import { createRandom } from '../../../src/measure/random.ts';
import { postgres } from '../../../src/services/postgres.ts';
import { encodeCommand } from '../../../src/services/resp.ts';
import { withScope } from '../../labs/with-scope.ts';
import { startLearnersRedis } from '../../redis-fixture.ts';
import { cpuOfEnded, cpuOfTree } from '../cpu-of.ts';
import { type BenchRow, medianOf } from '../row.ts';
import { type Figures, limitOf, type Row, targetOf } from './limit.ts';
import { openPostgresSocket, readOf } from './postgres-socket.ts';
import { type Done, startThreads } from './threads.ts';
import { pgbench, redisBenchmark, type Tool } from './tools.ts';

const rounds = 5;
const keys = 10_000;
const callersOf = [1, 8, 20];
const most = Math.max(...callersOf);
const threads = 2;
const durationMs = 1_000;
const target = 0.8;

type Get = (caller: number, key: number) => unknown;

/** Reads of memory-vs-disk against the tools that come with each server: the same keys, as many connections. */
export async function benchKv(): Promise<BenchRow[]> {
  const values = valuesFor(1, keys);
  return [...(await redisRows(values)), ...(await postgresRows(values))];
}

async function redisRows(values: readonly string[]): Promise<BenchRow[]> {
  const server = await startLearnersRedis();
  const { port, pid } = server;
  const clients: Redis[] = [];
  const connect = async () => {
    const client = new Redis({ port, lazyConnect: true });
    await client.connect();
    clients.push(client);
    return client;
  };
  const route = { host: '127.0.0.1', port, login: { db: 0 }, tls: null };
  const sockets = await Promise.all(Array.from({ length: most }, () => RawConnection.open(route)));
  try {
    const workers = await redisWorkers({ key: (name) => name, connect }, values, most);
    const gets = values.map((_, key) => encodeCommand(['GET', `kv:${key}`]));
    const clientsOf: Record<string, Get> = {
      'ioredis, as in the lab': (caller, key) => workers[caller]?.get(key),
      'bare sockets': (caller, key) => sockets[caller]?.ask(gets[key] as string),
    };
    const rows: BenchRow[] = [];
    for (const callers of callersOf) {
      const name = (client: string) =>
        `kv: Redis, get, ${callers} callers (${client}), against redis-benchmark`;
      const tool = redisBenchmark(port, callers, keys);
      const own: BenchRow[] = [];
      for (const [client, get] of Object.entries(clientsOf))
        own.push(await rowOf(name(client), { callers, threads: 1 }, loop(get, callers), tool, pid));
      rows.push(...own);
      if (callers === 1) continue;
      const spread = await startThreads(threads, { port, callers, keys, durationMs });
      const client = `ioredis, in ${threads} threads`;
      const row = await rowOf(name(client), { callers, threads }, spread.load, tool, pid);
      rows.push({ ...row, notes: [`one thread did ${own[0]?.ours}`, ...(row.notes ?? [])] });
      await spread.end();
    }
    return rows;
  } finally {
    for (const client of clients) client.disconnect();
    for (const socket of sockets) socket.close();
    await server.stop();
  }
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
      const workers = await postgresWorkers(server, tables, 'on', most, scope);
      const sql = (key: string) => `SELECT v FROM ${tables.kv} WHERE k = ${key}`;
      const sockets = await Promise.all(
        Array.from({ length: most }, () => openPostgresSocket(server.address, sql('$1'))),
      );
      for (const socket of sockets) scope.defer(() => socket.close());
      const reads = values.map((_, key) => readOf(key));
      const reply = await sockets[0]?.ask(reads.at(-1) as Buffer);
      if (!reply?.includes(values.at(-1) as string))
        throw new Error(`no row in ${reply?.toString('latin1')}`);
      const clientsOf: Record<string, Get> = {
        'pg, as in the lab': (caller, key) => workers[caller]?.get(key),
        'bare sockets': (caller, key) => sockets[caller]?.ask(reads[key] as Buffer),
      };
      const script = join(folder, 'select.sql');
      await writeFile(script, `\\set k random(0, ${keys - 1})\n${sql(':k')};\n`);
      const rows: BenchRow[] = [];
      for (const callers of callersOf) {
        const tool = pgbench(server, script, callers, durationMs);
        for (const [client, get] of Object.entries(clientsOf)) {
          const name = `kv: PostgreSQL, get, ${callers} callers (${client}), against pgbench -M prepared`;
          rows.push(await rowOf(name, { callers, threads: 1 }, loop(get, callers), tool, pid));
        }
      }
      return rows;
    });
  } finally {
    await rm(folder, { recursive: true });
  }
}

function loop(get: Get, callers: number): () => Promise<Done> {
  const random = createRandom(1);
  return async () => {
    const { operations, perSecond, client } = await closedLoop({
      callers,
      bound: { durationMs },
      operation: async (caller) => get(caller, random.int(keys)),
      signal: new AbortController().signal,
    });
    return { operations, perSecond, busyShare: client.busyShare };
  };
}

async function ours(load: () => Promise<Done>, serverPid: number): Promise<Row['ours']> {
  const [server, own] = [await cpuOfTree(serverPid), process.cpuUsage()];
  const { operations, perSecond, busyShare } = await load();
  const { user, system } = process.cpuUsage(own); // Of all our threads.
  return {
    perSecond,
    clientUs: (user + system) / operations,
    serverUs: ((await cpuOfTree(serverPid)) - server) / operations,
    busyShare,
  };
}

async function theirs(tool: Tool, serverPid: number): Promise<Figures> {
  const [server, ended] = [await cpuOfTree(serverPid), await cpuOfEnded()];
  const { operations, perSecond } = await tool();
  return {
    perSecond,
    clientUs: ((await cpuOfEnded()) - ended) / operations,
    serverUs: ((await cpuOfTree(serverPid)) - server) / operations,
  };
}

/** Ours and theirs in turns, the first turn of each not counted. */
async function rowOf(
  name: string,
  load: Pick<Row, 'callers' | 'threads'>,
  our: () => Promise<Done>,
  tool: Tool,
  serverPid: number,
): Promise<BenchRow> {
  const turns: Pick<Row, 'ours' | 'theirs'>[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    const turn = { ours: await ours(our, serverPid), theirs: await theirs(tool, serverPid) };
    if (round > 0) turns.push(turn);
  }
  const middle = (side: 'ours' | 'theirs'): Figures => {
    const of = (figure: keyof Figures) => medianOf(turns.map((turn) => turn[side][figure]));
    return { perSecond: of('perSecond'), clientUs: of('clientUs'), serverUs: of('serverUs') };
  };
  const busyShare = medianOf(turns.map((turn) => turn.ours.busyShare));
  const row: Row = {
    ...load,
    cores: availableParallelism(),
    ours: { ...middle('ours'), busyShare },
    theirs: middle('theirs'),
  };
  const ratio = medianOf(turns.map((turn) => turn.ours.perSecond / turn.theirs.perSecond));
  const cpu = ({ clientUs, serverUs }: Figures) =>
    `${clientUs.toFixed(1)} us in the client + ${serverUs.toFixed(1)} in the server`;
  return {
    name,
    ours: `${row.ours.perSecond.toFixed(0)}/s`,
    peer: `${row.theirs.perSecond.toFixed(0)}/s`,
    ratio,
    target: targetOf(row, target),
    notes: [
      `CPU of an operation: ours ${cpu(row.ours)}, theirs ${cpu(row.theirs)}`,
      ...(ratio < target ? [limitOf(row)] : []),
    ],
  };
}
