import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import type { ConnectionOptions } from 'node:tls';
import type { Client } from 'pg';
import { messageOf } from '../core/errors.ts';
import { cannotConnect } from './postgres-errors.ts';
import type { PostgresTarget } from './postgres-url.ts';

export type Sql = Client;

/** Where a PostgreSQL answers and how to log in, as pg takes it. A password must never reach the record. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly ssl: ConnectionOptions | false;
  /** Settings of each session: `-c search_path=shop`. */
  readonly options?: string;
}

const connectWithinMs = 3_000;

/** @throws LabError that says why the server cannot be used */
export async function connectPostgres(address: PostgresAddress): Promise<Sql> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...address, connectionTimeoutMillis: connectWithinMs });
  client.on('error', () => {}); // The query that was under way says it.
  try {
    await client.connect();
    return client;
  } catch (error) {
    // A server that waits for a password would wait a minute, and this process with it.
    (client as unknown as { connection: { stream: { destroy(): void } } }).connection.stream.destroy();
    throw cannotConnect(address, error);
  }
}

/**
 * The address that works, by what `sslmode` allows and in its order, as psql tries them.
 * @throws LabError that says why none does
 */
export async function settlePostgres(target: PostgresTarget): Promise<PostgresAddress> {
  const { sslmode, sslrootcert, sslcert, sslkey, ...login } = target;
  const ways = login.host.startsWith('/') ? [false as const] : waysOf(target);
  let failure: unknown;
  for (const ssl of ways) {
    const address = { ...login, ssl };
    try {
      await (await connectPostgres(address)).end();
      return address;
    } catch (error) {
      failure = error;
      if (/ECONNREFUSED|ENOTFOUND|timeout expired/.test(messageOf(error))) break; // Nobody is there to try again.
    }
  }
  throw failure;
}

/** How each mode may connect, the first choice first. `false` is without TLS. */
function waysOf(target: PostgresTarget): readonly (ConnectionOptions | false)[] {
  const { sslmode } = target;
  if (sslmode === 'disable') return [false];
  try {
    const tls = tlsOf(target);
    if (sslmode === 'allow') return [false, tls];
    return sslmode === 'prefer' ? [tls, false] : [tls];
  } catch (error) {
    throw cannotConnect(target, error); // A file of a certificate that cannot be read.
  }
}

/** Whom to trust: with `require` anybody, unless a root certificate is there, as libpq does; with `verify-ca` any name. */
function tlsOf({ sslmode, sslrootcert, sslcert, sslkey }: PostgresTarget): ConnectionOptions {
  const usual = join(homedir(), '.postgresql', 'root.crt');
  const root = sslrootcert ?? (sslmode.startsWith('verify') || existsSync(usual) ? usual : undefined);
  const isChecked = sslmode.startsWith('verify') || (sslmode === 'require' && root !== undefined);
  return {
    rejectUnauthorized: isChecked,
    ...(sslmode === 'verify-full' ? {} : { checkServerIdentity: () => undefined }),
    ...(isChecked && root !== undefined && root !== 'system' ? { ca: readFileSync(root, 'utf8') } : {}),
    ...(sslcert === undefined ? {} : { cert: readFileSync(sslcert, 'utf8') }),
    ...(sslkey === undefined ? {} : { key: readFileSync(sslkey, 'utf8') }),
  };
}

const learners: Record<string, string | undefined> = {};

/**
 * The PG… variables, taken out of the environment: pg reads a dozen of them by itself, also where it logs in to a
 * private server. What counts of them is read here, for the learner's own.
 */
export function takePgVariables(): Readonly<Record<string, string | undefined>> {
  for (const name of Object.keys(process.env)) {
    if (!/^PG[A-Z]/.test(name) || name === 'PGPASSFILE') continue; // That one is read only where no password was given.
    learners[name] = process.env[name];
    delete process.env[name];
  }
  return learners;
}
