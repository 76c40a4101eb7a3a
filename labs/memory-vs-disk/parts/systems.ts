// Who takes part, each filled with the same rows. What cannot take part is named with its reason.
import { join } from 'node:path';
import { redisOnDisk, type Text } from '../../../src/kit/run.ts';
import type { System } from '../data.ts';
import type { MemoryContext } from '../settings.ts';
import { loadPostgres, postgresWorkers } from './postgres-store.ts';
import { redisWorkers } from './redis-store.ts';
import { loadSqlite, openSqlite, withoutSqlite } from './sqlite-store.ts';
import type { Worker } from './store.ts';

interface Opened {
  /** As many as there are callers, or one. */
  readonly systems: readonly { readonly system: System; readonly workers: readonly Worker[] }[];
  readonly leftOut: readonly { readonly system: System; readonly why: Text }[];
  readonly sqliteVersion: string | null;
}

/** In redis.conf: each write is in the append-only file before its OK; on the disk within a second or two, or before its OK. */
const aof = {
  'redis-everysec': { save: '', appendonly: 'yes', appendfsync: 'everysec' },
  'redis-always': { save: '', appendonly: 'yes', appendfsync: 'always' },
};

export async function openSystems(context: MemoryContext, values: readonly string[]): Promise<Opened> {
  const { params, services } = context;
  // Side by side: while a server takes rows in, the next ones are made ready for another.
  const [redis, durable, postgres, lite] = await Promise.all([
    redisWorkers(services.redis, values, params.callers),
    redises(context, values),
    postgreses(context, values),
    sqlites(context, values),
  ]);
  return {
    systems: [{ system: 'redis', workers: redis }, ...durable.systems, ...postgres, ...lite.systems],
    leftOut: [...durable.leftOut, ...lite.leftOut],
    sqliteVersion: lite.sqliteVersion,
  };
}

const notOurs: Text = {
  ko: '내 Redis의 설정은 바꾸지 않아요.',
  en: 'settings of your own Redis are not touched.',
};

type Systems = Pick<Opened, 'systems' | 'leftOut'>;

async function redises(
  { params, services, scope }: MemoryContext,
  values: readonly string[],
): Promise<Systems> {
  const names = ['redis-everysec', 'redis-always'] as const;
  if (!services.redis.isPrivate)
    return { systems: [], leftOut: names.map((system) => ({ system, why: notOurs })) };
  const systems = names.map(async (system) => ({
    system,
    workers: await redisWorkers(await scope.start(redisOnDisk(aof[system])), values, params.callers),
  }));
  return { systems: await Promise.all(systems), leftOut: [] };
}

async function postgreses({ params, services, scope }: MemoryContext, values: readonly string[]) {
  const tables = await loadPostgres(services.postgres, values, 'kinds');
  const systems = (['off', 'on'] as const).map(async (commit) => ({
    system: `postgres-${commit}` as const,
    workers: await postgresWorkers(services.postgres, tables, commit, params.callers, scope),
  }));
  return await Promise.all(systems);
}

async function sqlites({ scope }: MemoryContext, values: readonly string[]): Promise<Opened> {
  const without = await withoutSqlite();
  const names = ['sqlite-off', 'sqlite-full'] as const;
  if (without)
    return { systems: [], leftOut: names.map((system) => ({ system, why: without })), sqliteVersion: null };
  const folder = await scope.tempFolder('sqlite');
  const opened = await Promise.all(
    names.map(async (system) => {
      const file = join(folder, `${system}.db`);
      await loadSqlite(file, values);
      const db = await openSqlite(file, system === 'sqlite-off' ? 'OFF' : 'FULL');
      scope.defer(() => db.close());
      return { system, db };
    }),
  );
  return {
    systems: opened.map(({ system, db }) => ({ system, workers: [db.worker] })),
    leftOut: [],
    sqliteVersion: opened[0]?.db.version ?? null,
  };
}
