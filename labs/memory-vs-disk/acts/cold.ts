// Reads of what is not in memory: after a restart, and after the kernel was asked to forget the files. Redis has no such
// reads: it loads everything before it replies to anybody.
import { join } from 'node:path';
import pg from 'pg';
import {
  createRandom,
  Histogram,
  monotonicClock,
  type RedisOnDisk,
  redisOnDisk,
  type Text,
} from '../../../src/kit/run.ts';
import type { ColdArm, ColdData, ColdStore, Forgotten } from '../data.ts';
import { forget } from '../parts/disk.ts';
import { loadPostgres, type Tables, workerOf } from '../parts/postgres-store.ts';
import { redisWorkers } from '../parts/redis-store.ts';
import { loadSqlite, openSqlite, withoutSqlite } from '../parts/sqlite-store.ts';
import { valuesFor, type Worker } from '../parts/store.ts';
import type { MemoryContext } from '../settings.ts';

const reads = 60;
const rounds = 5;

/** A store that can be made cold. */
interface Chilled {
  readonly store: ColdStore;
  /** Restarts it; its own memory holds no row afterwards, and the kernel's as few as can be had. */
  chill(): Promise<{ readonly worker: Worker; readonly forgotten: Forgotten | null; close(): unknown }>;
  loadMs?(): Promise<readonly number[]>;
}

export async function cold(context: MemoryContext): Promise<ColdData> {
  const { params, services, seed, emit } = context;
  const values = valuesFor(seed, params.keys);
  const without = await withoutSqlite();
  const notOurs = (name: string): Text => ({
    ko: `내 ${name} 서버는 다시 켜지 않아요.`,
    en: `your own ${name} is not restarted.`,
  });
  const leftOut = [
    ...(services.redis.isPrivate ? [] : [{ store: 'redis' as const, why: notOurs('Redis') }]),
    ...(services.postgres.isPrivate ? [] : [{ store: 'postgres' as const, why: notOurs('PostgreSQL') }]),
    ...(without ? [{ store: 'sqlite' as const, why: without }] : []),
  ];
  const stores = await Promise.all([
    ...(services.redis.isPrivate ? [coldRedis(context, values)] : []),
    ...(services.postgres.isPrivate ? [coldPostgres(context, values)] : []),
    ...(without ? [] : [coldSqlite(context, values)]),
  ]);
  const random = createRandom(seed).fork('cold');
  const found = stores.map(() => ({
    rounds: [] as ColdArm['rounds'][number][],
    forgotten: null as Forgotten | null,
  }));
  for (let round = 0; round < rounds; round += 1) {
    // The same keys for each store, far from each other.
    const keys = random
      .fork(`${round}`)
      .shuffle(values.map((_, key) => key))
      .slice(0, reads);
    for (const [index, store] of stores.entries()) {
      context.signal.throwIfAborted();
      const { worker, forgotten, close } = await store.chill();
      const [coldMs, warmMs] = [await middleMs(worker, keys, values), await middleMs(worker, keys, values)];
      await close();
      found[index]?.rounds.push({ round, coldMs, warmMs });
      if (found[index]) found[index].forgotten = forgotten;
      emit({
        kind: 'progress',
        done: round * stores.length + index + 1,
        of: rounds * stores.length,
        unit: { ko: '재시작', en: 'restarts' },
      });
    }
  }
  const arms = stores.map(async ({ store, loadMs }, index) => ({
    store,
    reads,
    rounds: found[index]?.rounds ?? [],
    loadMs: (await loadMs?.()) ?? null,
    forgotten: found[index]?.forgotten ?? null,
  }));
  return { keys: values.length, leftOut, arms: await Promise.all(arms) };
}

async function middleMs(worker: Worker, keys: readonly number[], values: readonly string[]): Promise<number> {
  const latency = new Histogram();
  for (const key of keys) {
    const startNs = monotonicClock.nowNs();
    const found = await worker.get(key);
    latency.record(monotonicClock.nowNs() - startNs);
    if (found !== values[key]) throw new Error(`key ${key} is not there`);
  }
  return latency.percentile(50) / 1e6;
}

/** Keys that are not there: asking for them opens what has to be open and warms up the client, and reads no row. */
async function warmUp(worker: Pick<Worker, 'get'>): Promise<void> {
  for (let n = 1; n <= reads; n += 1) await worker.get(-n);
}

async function coldRedis({ scope }: MemoryContext, values: readonly string[]): Promise<Chilled> {
  const server: RedisOnDisk = await scope.start(redisOnDisk({ save: '', appendonly: 'no' }));
  await redisWorkers(server, values, 1);
  await (await server.connect('saver')).save();
  return {
    store: 'redis',
    async chill() {
      await server.kill();
      await server.restart();
      const client = await server.connect('reader', { untraced: true });
      const get = (key: number) => client.get(server.key(`kv:${key}`));
      await warmUp({ get });
      return { worker: { get } as Worker, forgotten: null, close: () => client.disconnect() };
    },
    loadMs: async () =>
      [...(await server.log()).matchAll(/DB loaded from disk: ([\d.]+) seconds/g)].map(
        ([, seconds]) => Number(seconds) * 1e3,
      ),
  };
}

async function coldPostgres({ services }: MemoryContext, values: readonly string[]): Promise<Chilled> {
  const server = services.postgres;
  const tables: Tables = await loadPostgres(server, values, 'cold');
  const admin = new pg.Client(server.address);
  await admin.connect();
  const { rows } = await admin.query<{ file: string }>(
    `SELECT pg_relation_filepath(name::regclass) AS file FROM unnest($1::text[]) name`,
    [[tables.kv, `${tables.kv}_pkey`]],
  );
  await admin.end();
  const files = rows.map(({ file }) => join(server.dataFolder ?? '', file));
  return {
    store: 'postgres',
    async chill() {
      await server.restart();
      const client = new pg.Client(server.address);
      client.on('error', () => {});
      await client.connect();
      const worker = workerOf(client, tables);
      await warmUp(worker);
      return { worker, forgotten: await forget(files), close: () => client.end() };
    },
  };
}

async function coldSqlite({ scope }: MemoryContext, values: readonly string[]): Promise<Chilled> {
  const file = join(await scope.tempFolder('sqlite-cold'), 'cold.db');
  await loadSqlite(file, values);
  return {
    store: 'sqlite',
    async chill() {
      const db = await openSqlite(file, 'FULL');
      await warmUp(db.worker);
      return { worker: db.worker, forgotten: await forget([file]), close: () => db.close() };
    },
  };
}
