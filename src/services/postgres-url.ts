import type { Client } from 'pg';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';

export type Sql = Client;

/** Where a PostgreSQL answers and how to log in. A password must never reach the record. */
export interface PostgresAddress {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly ssl: boolean;
}

/**
 * Reads `postgres://user[:password]@host[:port]/database[?sslmode=require]`, as psql does;
 * without a password in it PGPASSWORD counts, also as there.
 * @throws LabError (usage)
 */
export function parsePostgresUrl(text: string): PostgresAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (!url || !/^postgres(ql)?:$/.test(url.protocol) || !url.hostname) throw badUrl(text);
  const user = decodeURIComponent(url.username) || 'postgres';
  const password = decodeURIComponent(url.password) || process.env.PGPASSWORD;
  const sslmode = url.searchParams.get('sslmode');
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 5432),
    user,
    ...(password ? { password } : {}),
    database: decodeURIComponent(url.pathname.slice(1)) || user,
    ssl: sslmode !== null && sslmode !== 'disable',
  };
}

/** @throws LabError that says why the server cannot be used */
export async function connectPostgres(address: PostgresAddress): Promise<Sql> {
  const { default: pg } = await import('pg');
  const client = new pg.Client({ ...address, connectionTimeoutMillis: connectWithinMs });
  client.on('error', () => {}); // The query that was under way says it.
  try {
    await client.connect();
    return client;
  } catch (error) {
    throw cannotConnect(address, error);
  }
}

const connectWithinMs = 3_000;

function cannotConnect(address: PostgresAddress, cause: unknown): LabError {
  const where = `postgres://${address.host}:${address.port}/${address.database}`;
  const isLogin = /password|authentication|role .* does not exist|SASL/i.test(messageOf(cause));
  const next: Text = isLogin
    ? {
        ko: "사용자와 비밀번호를 확인해 주세요. 비밀번호는 PGPASSWORD로도 줄 수 있어요: PGPASSWORD='비밀번호' redis-lab …",
        en: "Check the user and the password; it can also be given as PGPASSWORD: PGPASSWORD='password' redis-lab …",
      }
    : {
        ko: '주소와 포트를 확인해 주세요. --postgres를 빼면 실험용 PostgreSQL을 따로 띄워서 실험해요.',
        en: 'Check the host and port. Leave --postgres away and the lab starts a PostgreSQL of its own.',
      };
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The PostgreSQL at ${where} cannot be used.` },
      why: same(messageOf(cause)),
      next,
    },
    { cause },
  );
}

function badUrl(text: string): LabError {
  const shown = text.replace(/:[^:@/]*@/, ':***@');
  return new LabError(exitCodes.usage, {
    what: {
      ko: '--postgres에 준 주소를 읽을 수 없어요.',
      en: 'The address given with --postgres cannot be read.',
    },
    why: {
      ko: `postgres://로 시작해야 해요: '${shown}'`,
      en: `It has to start with postgres://: '${shown}'`,
    },
    next: same('--postgres postgres://postgres@127.0.0.1:5432/postgres'),
  });
}
