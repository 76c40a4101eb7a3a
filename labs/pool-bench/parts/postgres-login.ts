// What one login to PostgreSQL takes, with nobody else about, and what the client's own hashing is of it. With SCRAM
// (RFC 5802) the client has to hash the password thousands of times before it may ask anything.
import { pbkdf2Sync, randomBytes } from 'node:crypto';
import pg from 'pg';
import { Histogram, monotonicClock, type PostgresAddress } from '../../../src/kit/run.ts';
import type { PostgresLogin } from '../data.ts';

const connections = 21;

export async function postgresLogin(address: PostgresAddress): Promise<PostgresLogin> {
  const latency = new Histogram();
  let asked: Asked = { method: null, iterations: null };
  for (let turn = 0; turn < connections; turn += 1) {
    const client = new pg.Client(address);
    const listening = listen(client);
    const startNs = monotonicClock.nowNs();
    await client.connect();
    latency.record(monotonicClock.nowNs() - startNs);
    await client.end();
    asked = listening();
  }
  const { method, iterations } = asked;
  return {
    method,
    connections,
    connectP50Ms: latency.percentile(50) / 1e6,
    hashing: iterations === null ? null : { iterations, p50Ms: hashMs(iterations) },
  };
}

interface Asked {
  readonly method: string | null;
  readonly iterations: number | null;
}

/** What the server asks of the client, from pg's own events; the types of pg do not know its connection. */
function listen(client: pg.Client): () => Asked {
  let [method, iterations]: [string | null, number | null] = [null, null];
  const { connection } = client as unknown as { connection: NodeJS.EventEmitter };
  connection.on('authenticationCleartextPassword', () => {
    method = 'password';
  });
  connection.on('authenticationMD5Password', () => {
    method = 'md5';
  });
  connection.on('authenticationSASL', ({ mechanisms }: { mechanisms: string[] }) => {
    method = mechanisms.at(-1) ?? null;
  });
  connection.on('authenticationSASLContinue', ({ data }: { data: string }) => {
    iterations = Number(/(?:^|,)i=(\d+)/.exec(data)?.[1]);
  });
  return () => ({ method, iterations });
}

/** The same PBKDF2 as the client does, over a password and salt of no meaning. */
function hashMs(iterations: number): number {
  const latency = new Histogram();
  for (let turn = 0; turn < connections; turn += 1) {
    const startNs = monotonicClock.nowNs();
    pbkdf2Sync('not a password', randomBytes(16), iterations, 32, 'sha256');
    latency.record(monotonicClock.nowNs() - startNs);
  }
  return latency.percentile(50) / 1e6;
}
