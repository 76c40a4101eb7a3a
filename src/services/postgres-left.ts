import { hostname } from 'node:os';
import { connectPostgres, type Sql, settlePostgres, takePgVariables } from './postgres-client.ts';
import { removalOf } from './postgres-errors.ts';
import { parsePostgresUrl } from './postgres-url.ts';
import { isAlive, markOf } from './process-mark.ts';

/** Schemas on the learner's own PostgreSQL of runs that were killed. */
export interface SchemasLeft {
  readonly count: number;
  /** What removes them. */
  readonly command: string;
}

const marked = () => `redis-lab on ${hostname()}: `;

/** Says on the schema whose it is: who looks later can tell a run that goes on from one that was killed. */
export async function createSchema(client: Sql, schema: string): Promise<void> {
  const mark = client.escapeLiteral(marked() + markOf(process.pid));
  await client.query(`CREATE SCHEMA ${schema}; COMMENT ON SCHEMA ${schema} IS ${mark}`);
}

/**
 * Of runs of this machine: whether one of another goes on, nobody here knows.
 * @throws LabError when the server cannot be used
 */
export async function schemasOfEndedRuns(url: string): Promise<SchemasLeft> {
  const address = await settlePostgres(parsePostgresUrl(url, takePgVariables()));
  const client = await connectPostgres(address);
  try {
    const { rows } = await client.query<{ name: string; comment: string | null }>(
      "SELECT quote_ident(nspname) AS name, obj_description(oid, 'pg_namespace') AS comment FROM pg_namespace WHERE nspname LIKE 'redis\\_lab\\_%' ORDER BY nspname",
    );
    const ended = rows.filter(
      ({ comment }) => comment?.startsWith(marked()) && !isAlive(comment.slice(marked().length)),
    );
    const names = ended.map(({ name }) => name).join(', ');
    return { count: ended.length, command: removalOf(address, names) };
  } finally {
    await client.end();
  }
}
