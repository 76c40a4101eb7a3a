// What "exactly once" means: workers that die between their work and its acknowledgement, and who notices.
import pg from 'pg';
import {
  createRandom,
  type PostgresServer,
  type RedisServer,
  redis,
  type Text,
} from '../../../src/kit/run.ts';
import type { OnceArm, OnceData, OnceWay } from '../data.ts';
import { type Books, type Payments, throughStream } from '../parts/payments.ts';
import { throughKafka } from '../parts/payments-kafka.ts';
import type { DeliveryContext } from '../settings.ts';

const count = 30;
const deaths = 3;

export async function once({ scope, services, seed, signal }: DeliveryContext): Promise<OnceData> {
  const ids = Array.from({ length: count }, (_, index) => index + 1);
  const payments: Payments = { count, deadly: new Set(createRandom(seed).shuffle(ids).slice(0, deaths)) };
  const server = await scope.start(redis());
  const arms: OnceArm[] = [];
  const missing: { way: OnceWay; skipped: Text }[] = [];
  arms.push(await throughStream(server, 'plain', payments, await countedIn(server, 'plain', false)));
  arms.push(await throughStream(server, 'redis', payments, await countedIn(server, 'redis', true)));
  const { postgres, kafka } = services;
  if (postgres && 'skipped' in postgres) missing.push({ way: 'postgres', ...postgres });
  else if (postgres) {
    const books = await tableIn(postgres);
    scope.defer(books.close);
    arms.push(await throughStream(server, 'postgres', payments, books));
  }
  if (kafka && 'skipped' in kafka) missing.push({ way: 'kafka', ...kafka });
  else if (kafka) arms.push(await throughKafka(kafka, payments, signal));
  return { arms, missing };
}

/** One step for Redis: nobody can die between the look and the entry. */
const bookOnce = `
if redis.call('SADD', KEYS[1], ARGV[1]) == 1 then redis.call('HINCRBY', KEYS[2], ARGV[1], 1) end`;

/** A hash with a counter for each payment, with or without a memory of what was booked. */
async function countedIn(server: RedisServer, name: string, remembers: boolean): Promise<Books> {
  const client = await server.connect('books');
  const [done, books] = [`done-${name}`, `books-${name}`];
  return {
    async book(id) {
      if (remembers) await client.eval(bookOnce, 2, done, books, id);
      else await client.hincrby(books, String(id), 1);
    },
    async read() {
      const entries = Object.entries(await client.hgetall(books));
      return new Map(entries.map(([id, times]) => [Number(id), Number(times)]));
    },
  };
}

/** The id and the booking in one transaction: both are there, or neither. */
async function tableIn(server: PostgresServer): Promise<Books & { close(): Promise<void> }> {
  const client = new pg.Client(server.address);
  client.on('error', () => {}); // What is under way says it.
  await client.connect();
  const [done, books] = ['done', 'books'].map((name) => server.table(name));
  await client.query(`CREATE TABLE ${done} (id int PRIMARY KEY)`);
  await client.query(`CREATE TABLE ${books} (id int NOT NULL)`);
  return {
    async book(id) {
      await client.query('BEGIN');
      const added = await client.query(`INSERT INTO ${done} VALUES ($1) ON CONFLICT DO NOTHING`, [id]);
      if (added.rowCount === 1) await client.query(`INSERT INTO ${books} VALUES ($1)`, [id]);
      await client.query('COMMIT');
    },
    async read() {
      const { rows } = await client.query(`SELECT id, count(*)::int AS times FROM ${books} GROUP BY id`);
      return new Map(rows.map(({ id, times }) => [id, times]));
    },
    close: () => client.end(),
  };
}
