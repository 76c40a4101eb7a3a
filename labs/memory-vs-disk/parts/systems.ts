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

/** In redis.conf: each write is in the append-only file, and on the disk, before its OK. */
export const always = { save: '', appendonly: 'yes', appendfsync: 'always' };

export async function openSystems(context: MemoryContext, values: readonly string[]): Promise<Opened> {
  const { params, services, scope } = context;
  const { redis, postgres } = services;
  const callers = params.callers;
  const tables = await loadPostgres(postgres, values, 'kinds');
  const lite = await sqlites(context, values);
  return {
    systems: [
      { system: 'redis', workers: await redisWorkers(redis, values, callers) },
      ...(redis.isPrivate
        ? [
            {
              system: 'redis-always' as const,
              workers: await redisWorkers(await scope.start(redisOnDisk(always)), values, callers),
            },
          ]
        : []),
      { system: 'postgres-off', workers: await postgresWorkers(postgres, tables, 'off', callers, scope) },
      { system: 'postgres-on', workers: await postgresWorkers(postgres, tables, 'on', callers, scope) },
      ...lite.systems,
    ],
    leftOut: [
      ...(redis.isPrivate ? [] : [{ system: 'redis-always' as const, why: notOurs }]),
      ...lite.leftOut,
    ],
    sqliteVersion: lite.sqliteVersion,
  };
}

const notOurs: Text = {
  ko: '내 Redis의 설정은 바꾸지 않아요.',
  en: 'settings of your own Redis are not touched.',
};

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
