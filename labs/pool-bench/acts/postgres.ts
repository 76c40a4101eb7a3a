// The same question of PostgreSQL, side by side with Redis: whose connections are dearer, and what does too large a pool do?
import pg from 'pg';
import { createRandom, type PostgresServer } from '../../../src/kit/run.ts';
import type { Cell, PostgresData } from '../data.ts';
import { measureCell } from '../parts/cell.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { focusOf } from '../parts/focus.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { ioredisFresh, ioredisPool } from '../parts/ioredis-shapes.ts';
import { postgresFresh, postgresPool, type Query } from '../parts/postgres-shapes.ts';
import { inOrder, kneeCallersOf, kneeRounds, prepareKey } from '../parts/redis-arms.ts';
import { straightTo } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import type { Shape } from '../parts/shape.ts';
import type { PoolContext } from '../settings.ts';

const rows = 1_000;
/** As many as an interval needs; where Redis is compared there are more. */
const otherRounds = 5;
/** Processes that are forked at the same time do not keep in step: a trial holds more operations of each caller. */
const operationsPerCaller = 12;

export async function postgres(context: PoolContext): Promise<PostgresData> {
  const { params, seed, services } = context;
  await checkFileLimit(params);
  const [server, redis] = [needed(services.postgres), needed(services.redis)];
  const harnessNs = await costOfMeasuring(context);
  const focus = focusOf(params);
  const { query, update } = await prepareTable(server, seed);
  const key = await prepareKey(redis);
  const onRedis: Shape[] = [
    ioredisFresh(straightTo(redis), key),
    ioredisPool(straightTo(redis), key, focus.pool),
  ];
  const cells: Cell[] = [];
  for (const callers of inOrder(params.concurrency)) {
    const shapes = [postgresFresh(server.address, query), postgresPool(server.address, query, focus.pool)];
    const beside = callers === focus.callers ? onRedis : [];
    const rounds = callers === focus.callers ? params.rounds : Math.min(otherRounds, params.rounds);
    const place = { callers, roundTrip: null };
    cells.push(await measureCell(context, place, [...shapes, ...beside], { rounds, operationsPerCaller }));
  }
  const pools = inOrder(params.pool).map((size) => postgresPool(server.address, query, size));
  const place = { callers: kneeCallersOf(params), roundTrip: null };
  const knee = await measureCell(context, place, pools, { rounds: Math.min(kneeRounds, params.rounds) });
  const largest = Math.max(...params.pool);
  const rivals = inOrder([focus.pool, largest]).map((size) => postgresPool(server.address, update, size));
  const contended = await measureCell(context, place, rivals, {
    rounds: Math.min(otherRounds, params.rounds),
  });
  return { harnessNs, cells, knee, contended };
}

/** A small table, the query that most requests are (one row by its primary key), and the one that hurts. */
async function prepareTable(
  server: PostgresServer,
  seed: number,
): Promise<{ readonly query: Query; readonly update: Query }> {
  const table = server.table('accounts');
  const client = new pg.Client(server.address);
  await client.connect();
  await client.query(`CREATE TABLE ${table} (id int PRIMARY KEY, balance int NOT NULL)`);
  await client.query(`INSERT INTO ${table} SELECT id, 0 FROM generate_series(1, ${rows}) AS id`);
  await client.query(`ANALYZE ${table}`);
  await client.end();
  const random = createRandom(seed).fork('accounts');
  return {
    query: {
      text: `SELECT balance FROM ${table} WHERE id = $1`,
      values: () => [1 + random.int(rows)],
    },
    update: {
      text: `UPDATE ${table} SET balance = balance + 1 WHERE id = $1`,
      values: () => [1],
    },
  };
}
