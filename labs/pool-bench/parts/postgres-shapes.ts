// PostgreSQL with pg: a client for each query, as a script does it, and the pool that comes with it. One connection
// carries one query at a time, and behind each stands a process of the server's own, forked when it connects.
import pg from 'pg';
import { Histogram, monotonicClock, type PostgresAddress } from '../../../src/kit/run.ts';
import type { Shape } from './shape.ts';

const client = 'pg';

/** One query, with the values of its parameters for a caller. */
export interface Query {
  readonly text: string;
  values(): unknown[];
}

export function postgresFresh(address: PostgresAddress, query: Query): Shape {
  return {
    id: 'fresh',
    client,
    poolSize: null,
    async open() {
      let connectTimes = new Histogram();
      return {
        async operation() {
          const startNs = monotonicClock.nowNs();
          const connection = new pg.Client(address);
          connection.on('error', ignore);
          await connection.connect();
          connectTimes.record(monotonicClock.nowNs() - startNs);
          try {
            await connection.query(query.text, query.values());
          } finally {
            await connection.end();
          }
        },
        takeConnectTimes() {
          const taken = connectTimes;
          connectTimes = new Histogram();
          return taken;
        },
        close() {},
      };
    },
  };
}

/** @param synchronousCommit where the two are compared; without it it is what the server has */
export function postgresPool(
  address: PostgresAddress,
  query: Query,
  poolSize: number,
  synchronousCommit?: 'on' | 'off',
): Shape {
  const commit = synchronousCommit ? `-c synchronous_commit=${synchronousCommit}` : '';
  const options = `${address.options ?? ''} ${commit}`.trim();
  return {
    id: 'pool',
    client,
    poolSize,
    ...(synchronousCommit ? { synchronousCommit } : {}),
    async open() {
      const pool = new pg.Pool({ ...address, options, max: poolSize, min: poolSize });
      pool.on('error', ignore);
      await fill(pool, poolSize).catch(async (error) => {
        await pool.end();
        throw error;
      });
      return { operation: () => pool.query(query.text, query.values()), close: () => pool.end() };
    },
  };
}

/** pg.Pool connects when somebody asks: all of it is asked for once, so that no trial pays for that. */
async function fill(pool: pg.Pool, poolSize: number): Promise<void> {
  const opened = await Promise.allSettled(Array.from({ length: poolSize }, () => pool.connect()));
  for (const one of opened) if (one.status === 'fulfilled') one.value.release();
  const refused = opened.find((one) => one.status === 'rejected');
  if (refused) throw refused.reason;
}

/** The query that was under way says it; without a listener the process would end. */
function ignore(): void {}
