// The same question of PostgreSQL, side by side with Redis: whose connections are dearer, and what does too large a pool do?
import pg from 'pg';
import { createRandom, type PostgresServer } from '../../../src/kit/run.ts';
import type { Cell, PostgresData } from '../data.ts';
import { measureCells, type Plan } from '../parts/cell.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { focusOf } from '../parts/focus.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { inOrder } from '../parts/in-order.ts';
import { ioredisFresh, ioredisPool } from '../parts/ioredis-shapes.ts';
import { postgresLogin } from '../parts/postgres-login.ts';
import { postgresFresh, postgresPool, type Query } from '../parts/postgres-shapes.ts';
import { kneeCallersOf, kneeRounds, prepareKey } from '../parts/redis-arms.ts';
import { straightTo } from '../parts/route.ts';
import { needed } from '../parts/servers.ts';
import type { Shape } from '../parts/shape.ts';
import type { PoolContext } from '../settings.ts';

const rows = 1_000;
/** As many as an interval needs; where Redis is compared there are more. */
const otherRounds = 5;
/** Processes that are forked at the same time do not keep in step: a trial holds more operations of each caller. */
const operationsPerCaller = 12;
/** Everybody stands in line for the same row: as many operations again take seconds. */
const inLine = 8;

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
  const plans: Plan[] = inOrder(params.concurrency).map((callers) => {
    const shapes = [postgresFresh(server.address, query), postgresPool(server.address, query, focus.pool)];
    const inFocus = callers === focus.callers;
    return {
      place: { callers, roundTrip: null },
      shapes: [...shapes, ...(inFocus ? onRedis : [])],
      rounds: inFocus ? params.rounds : Math.min(otherRounds, params.rounds),
      operationsPerCaller,
    };
  });
  const place = { callers: kneeCallersOf(params), roundTrip: null };
  const pools = inOrder(params.pool).map((size) => postgresPool(server.address, query, size));
  const rivals = inOrder([focus.pool, Math.max(...params.pool)]).flatMap((size) =>
    (['on', 'off'] as const).map((commit) => postgresPool(server.address, update, size, commit)),
  );
  const measured = await measureCells(context, [
    ...plans,
    { place, shapes: pools, rounds: Math.min(kneeRounds, params.rounds) },
    { place, shapes: rivals, rounds: Math.min(otherRounds, params.rounds), operationsPerCaller: inLine },
  ]);
  const [knee, contended] = measured.slice(plans.length) as [Cell, Cell];
  const login = await postgresLogin(server.address);
  return { harnessNs, cells: measured.slice(0, plans.length), knee, contended, login };
}

/** A small table, the query that most requests are (one row by its primary key), and the one that hurts. */
async function prepareTable(
  server: PostgresServer,
  seed: number,
): Promise<{ readonly query: Query; readonly update: Query }> {
  const table = server.table('accounts');
  const client = new pg.Client(server.address);
  await client.connect();
  try {
    await client.query(`CREATE TABLE ${table} (id int PRIMARY KEY, balance int NOT NULL)`);
    await client.query(`INSERT INTO ${table} SELECT id, 0 FROM generate_series(1, ${rows}) AS id`);
    await client.query(`ANALYZE ${table}`);
  } finally {
    await client.end();
  }
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
