// A table of posts of about 1 KB, as PostgreSQL holds them and Redis keeps copies of them.
import pg from 'pg';
import type { PostgresServer, Scope } from '../../../src/kit/run.ts';

export interface Posts {
  readonly pool: pg.Pool;
  readonly table: string;
  read(id: number): Promise<string>;
}

/** @param name of the act: each has a table of its own */
export async function openPosts(
  server: PostgresServer,
  scope: Pick<Scope, 'defer'>,
  {
    name,
    posts,
    seed,
    connections = 20,
  }: {
    readonly name: string;
    readonly posts: number;
    readonly seed: number;
    readonly connections?: number;
  },
): Promise<Posts> {
  const table = server.table(`posts_${name}`);
  const pool = new pg.Pool({ ...server.address, max: connections });
  pool.on('error', () => {}); // The query that was under way says it.
  scope.defer(() => pool.end());
  await pool.query(`CREATE TABLE ${table} (id int PRIMARY KEY, body text NOT NULL)`);
  await pool.query(
    `INSERT INTO ${table} SELECT id, repeat(md5($1 || id), 32) FROM generate_series(1, ${posts}) id`,
    [`${seed}/`],
  );
  await pool.query(`VACUUM ANALYZE ${table}`);
  // All connections are opened once, so that no reader pays for one.
  const opened = await Promise.all(Array.from({ length: connections }, () => pool.connect()));
  for (const client of opened) client.release();
  const text = `SELECT body FROM ${table} WHERE id = $1`;
  return {
    pool,
    table,
    read: async (id) => {
      const { rows } = await pool.query<{ body: string }>({ name: 'post', text, values: [id] });
      return rows[0]?.body ?? '';
    },
  };
}
