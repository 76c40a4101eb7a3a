// SQLite runs in our own process: a call is a function call, without a socket, and nobody else runs meanwhile.
// The binding is libsql: it comes with a finished binary for each platform, as a package of its own. better-sqlite3 is
// built here or fetched from GitHub, and node:sqlite is in Node from version 22 on only.
import type { Text } from '../../../src/kit/run.ts';
import { messageOf } from '../../../src/kit/run.ts';
import { together, type Worker } from './store.ts';

/** FULL: COMMIT returns when the WAL is on the disk. OFF: it is handed to the kernel, no more (docs: PRAGMA synchronous). */
export type Synchronous = 'OFF' | 'FULL';

export interface Sqlite {
  readonly version: string;
  readonly worker: Worker;
  /** All that is in the WAL goes into the file. */
  checkpoint(): void;
  close(): void;
}

const build = 'libsql';

/** @throws Error where this platform has no binary */
export async function openSqlite(file: string, synchronous: Synchronous): Promise<Sqlite> {
  const { default: Database } = await import('libsql');
  const db = new Database(file);
  db.pragma('journal_mode = WAL');
  db.pragma(`synchronous = ${synchronous}`);
  db.exec('CREATE TABLE IF NOT EXISTS kv (k INTEGER PRIMARY KEY, v TEXT NOT NULL)');
  db.exec('CREATE TABLE IF NOT EXISTS counters (k INTEGER PRIMARY KEY, n INTEGER NOT NULL)');
  const upsert = db.prepare('INSERT INTO kv VALUES (?, ?) ON CONFLICT (k) DO UPDATE SET v = excluded.v');
  const get = db.prepare('SELECT v FROM kv WHERE k = ?');
  const range = db.prepare(`SELECT v FROM kv WHERE k >= ? ORDER BY k LIMIT ${together}`);
  const count = db.prepare(
    'INSERT INTO counters VALUES (?, 1) ON CONFLICT (k) DO UPDATE SET n = n + 1 RETURNING n',
  );
  const batch = db.transaction((first: number, values: readonly string[]) => {
    for (const [at, value] of values.entries()) upsert.run(first + at, value);
  });
  const { version } = db.prepare('SELECT sqlite_version() AS version').get() as { version: string };
  return {
    version: `${version} (${build})`,
    worker: {
      get: (key) => (get.get(key) as { v: string } | undefined)?.v ?? null,
      set: (key, value) => upsert.run(key, value),
      batch,
      range: (first) => (range.all(first) as { v: string }[]).map(({ v }) => v),
      counter: (id) => (count.get(id) as { n: number }).n,
    },
    checkpoint: () => void db.pragma('wal_checkpoint(TRUNCATE)'),
    close: () => db.close(),
  };
}

export async function loadSqlite(file: string, values: readonly string[]): Promise<void> {
  const db = await openSqlite(file, 'OFF');
  db.worker.batch(0, values);
  db.checkpoint();
  db.close();
}

/** Why there is no SQLite here; null where there is. */
export async function withoutSqlite(): Promise<Text | null> {
  try {
    await import('libsql');
    return null;
  } catch (error) {
    const said = messageOf(error).split('\n')[0] ?? '';
    return {
      ko: `이 컴퓨터에는 SQLite(${build})가 없어요: ${said}`,
      en: `there is no SQLite (${build}) for this machine: ${said}`,
    };
  }
}
