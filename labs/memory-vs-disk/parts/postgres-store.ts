// PostgreSQL over its own protocol, with statements that are parsed once (named, as an ORM does it).
import pg from 'pg';
import type { PostgresServer, Scope } from '../../../src/kit/run.ts';
import { counters, together, type Worker } from './store.ts';

/** on: COMMIT returns when the disk has it. off: it may lose the last moments in a crash, but is never damaged (docs: synchronous_commit). */
export type Commit = 'on' | 'off';

export interface Tables {
  readonly kv: string;
  readonly counters: string;
}

/** @param suffix so that each act has tables of its own */
export async function loadPostgres(
  server: PostgresServer,
  values: readonly string[],
  suffix: string,
): Promise<Tables> {
  const tables = { kv: server.table(`kv_${suffix}`), counters: server.table(`counters_${suffix}`) };
  const client = new pg.Client(server.address);
  await client.connect();
  try {
    await client.query(`CREATE TABLE ${tables.kv} (k int PRIMARY KEY, v text NOT NULL)`);
    await client.query(`CREATE TABLE ${tables.counters} (k int PRIMARY KEY, n int NOT NULL)`);
    await client.query(
      `INSERT INTO ${tables.kv} SELECT o - 1, v FROM unnest($1::text[]) WITH ORDINALITY AS t(v, o)`,
      [values],
    );
    await client.query(
      `INSERT INTO ${tables.counters} SELECT n, 0 FROM generate_series(0, ${counters - 1}) n`,
    );
    // Else the first readers would have to note which rows are committed, and to write that down.
    await client.query(`VACUUM ANALYZE ${tables.kv}`);
    return tables;
  } finally {
    await client.end();
  }
}

export async function postgresWorkers(
  server: PostgresServer,
  tables: Tables,
  commit: Commit,
  callers: number,
  scope: Pick<Scope, 'defer'>,
): Promise<Worker[]> {
  const options = `${server.address.options ?? ''} -c synchronous_commit=${commit}`.trim();
  return await Promise.all(
    Array.from({ length: callers }, async () => {
      const client = new pg.Client({ ...server.address, options });
      client.on('error', () => {}); // The query that was under way says it.
      await client.connect();
      scope.defer(() => client.end());
      return workerOf(client, tables);
    }),
  );
}

export function workerOf(client: pg.Client, { kv, counters }: Tables): Worker {
  const upsert = 'ON CONFLICT (k) DO UPDATE SET v = excluded.v';
  const statement = (name: string, text: string) => async (values: unknown[]) =>
    (await client.query<{ v: string; n: number }>({ name, text, values })).rows;
  const get = statement('get', `SELECT v FROM ${kv} WHERE k = $1`);
  const set = statement('set', `INSERT INTO ${kv} VALUES ($1, $2) ${upsert}`);
  const batch = statement(
    'batch',
    `INSERT INTO ${kv} SELECT $1 + o - 1, v FROM unnest($2::text[]) WITH ORDINALITY AS t(v, o) ${upsert}`,
  );
  const range = statement('range', `SELECT v FROM ${kv} WHERE k >= $1 ORDER BY k LIMIT ${together}`);
  const counter = statement('counter', `UPDATE ${counters} SET n = n + 1 WHERE k = $1 RETURNING n`);
  return {
    get: async (key) => (await get([key]))[0]?.v ?? null,
    set: (key, value) => set([key, value]),
    batch: (first, values) => batch([first, values]),
    range: async (first) => (await range([first])).map(({ v }) => v),
    counter: async (id) => (await counter([id]))[0]?.n ?? Number.NaN,
  };
}
