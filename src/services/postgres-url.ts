import { existsSync } from 'node:fs';
import { userInfo } from 'node:os';
import { exitCodes, LabError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';

export const sslModes = ['disable', 'allow', 'prefer', 'require', 'verify-ca', 'verify-full'] as const;
export type SslMode = (typeof sslModes)[number];

/** What a URL, a connection string and the environment say about a server, before anybody has asked it. */
export interface PostgresTarget {
  /** A name, an address, or the folder of a Unix socket. */
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password?: string;
  readonly database: string;
  readonly sslmode: SslMode;
  /** Files, as libpq calls them. */
  readonly sslrootcert?: string;
  readonly sslcert?: string;
  readonly sslkey?: string;
  /** Settings of a session: `-c search_path=shop`. */
  readonly options?: string;
}

/** The parameters that count, with the variable that stands in for each, as libpq has them. */
const variables = {
  host: 'PGHOST',
  port: 'PGPORT',
  user: 'PGUSER',
  password: 'PGPASSWORD',
  dbname: 'PGDATABASE',
  sslmode: 'PGSSLMODE',
  sslrootcert: 'PGSSLROOTCERT',
  sslcert: 'PGSSLCERT',
  sslkey: 'PGSSLKEY',
  options: 'PGOPTIONS',
} as const;

type Name = keyof typeof variables;
type Values = Partial<Record<Name, string>>;

/**
 * Reads `postgres://[user[:password]@][host][:port][/database][?parameter=value…]` or `host=… password=…`, as psql does;
 * what they leave out is taken from PGHOST, PGPASSWORD and so on, also as there. No error repeats what was given:
 * a password with a `/` or a `@` in it would be half of a host.
 * @throws LabError (usage)
 */
export function parsePostgresUrl(
  text: string,
  environment: Readonly<Record<string, string | undefined>> = process.env,
): PostgresTarget {
  const given = /^postgres(ql)?:\/\//.test(text) ? ofUrl(text) : ofPairs(text);
  const value = (name: Name) => given[name] || environment[variables[name]] || undefined;
  const user = value('user') ?? currentUser();
  const port = portOf(value('port') ?? '5432');
  const sslmode = sslModes.find((mode) => mode === (value('sslmode') ?? 'prefer'));
  if (!sslmode)
    throw badUrl({
      ko: `sslmode는 이 가운데 하나예요: ${sslModes.join(', ')}`,
      en: `sslmode is one of ${sslModes.join(', ')}.`,
    });
  const kept = (['password', 'sslrootcert', 'sslcert', 'sslkey', 'options'] as const).flatMap((name) => {
    const found = value(name);
    return found === undefined ? [] : [[name, found]];
  });
  return {
    host: hostOf(value('host') ?? localHost(port)),
    port,
    user,
    database: value('dbname') ?? user,
    sslmode,
    ...Object.fromEntries(kept),
  };
}

/** As libpq cuts it: whatever stands before a `@` that comes before any `/` is the login. */
function ofUrl(text: string): Values {
  const [, login, host = '', port, database, query] =
    /^\w+:\/\/(?:([^@/]*)@)?(\[[^\]]*\]|[^:/?]*)(?::([^/?]*))?(?:\/([^?]*))?(?:\?(.*))?$/s.exec(text) ?? [];
  if (database?.includes('@') || port?.includes('@')) throw badUrl(slash);
  const [user, password] = login === undefined ? [] : split(login, ':');
  const values: Record<string, string | undefined> = {
    host: host.replace(/^\[|\]$/g, ''),
    port,
    user,
    password,
    dbname: database,
  };
  for (const parameter of query?.split('&') ?? []) {
    const [name, value] = split(parameter, '=');
    if (name === 'ssl' && value === 'true')
      values.sslmode = 'require'; // As JDBC writes it; libpq takes it too.
    else values[known(name)] = value;
  }
  return Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (value ? [[name, decoded(value)]] : [])),
  );
}

/** `host=db password='a b\'c'`: a value with a space stands in quotes; what follows a backslash is taken as it is. */
function ofPairs(text: string): Values {
  const pair = /\s*(\w+)\s*=\s*(?:'((?:[^'\\]|\\.)*)'(?!\S)|((?:[^\s'\\]|\\.)*)(?!\S))\s*/sy;
  const values: Record<string, string> = {};
  while (pair.lastIndex < text.length) {
    const [, name, quoted, bare] = pair.exec(text) ?? [];
    if (name === undefined) throw badUrl(form);
    values[known(name)] = (quoted ?? bare ?? '').replace(/\\(.)/gs, '$1');
  }
  if (Object.keys(values).length === 0) throw badUrl(form);
  return values;
}

function split(text: string, separator: string): [string, string | undefined] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    throw badUrl({
      ko: '% 뒤에는 16진수 두 자리가 와야 해요. % 자체는 %25로 적어요.',
      en: 'Two hexadecimal digits follow a %; a % itself is written %25.',
    });
  }
}

function known(name: string): Name {
  if (Object.hasOwn(variables, name)) return name as Name;
  const names = Object.keys(variables).join(', ');
  throw badUrl({
    ko: `쓸 수 있는 설정은 이것뿐이에요: ${names}`,
    en: `Only these parameters can be used: ${names}.`,
  });
}

function portOf(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port >= 1 && port <= 65_535) return port;
  throw badUrl(slash);
}

function hostOf(text: string): string {
  if (!/[\s,@]/.test(text) || text.startsWith('/')) return text;
  throw badUrl(text.includes(',') ? oneHost : form);
}

/** Where psql looks when nobody names a host: the socket of this machine. */
function localHost(port: number): string {
  const folders = ['/var/run/postgresql', '/run/postgresql', '/tmp'];
  return folders.find((folder) => existsSync(`${folder}/.s.PGSQL.${port}`)) ?? 'localhost';
}

function currentUser(): string {
  try {
    return userInfo().username;
  } catch {
    return 'postgres'; // A user without a name, as in some containers.
  }
}

const form: Text = {
  ko: "postgres://사용자@호스트:포트/데이터베이스 또는 'host=… user=… dbname=…' 형식이어야 해요.",
  en: "It has the form postgres://user@host:port/database, or 'host=… user=… dbname=…'.",
};
const slash: Text = {
  ko: '포트는 1~65535의 숫자예요. 비밀번호의 / 문자는 %2F, @ 문자는 %40으로 적어요.',
  en: 'A port is a number from 1 to 65535; in a password / is written %2F and @ is written %40.',
};
const oneHost: Text = {
  ko: '호스트는 하나만 쓸 수 있어요.',
  en: 'Only one host can be named.',
};

function badUrl(why: Text): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: '--postgres에 준 주소를 읽을 수 없어요.',
      en: 'The address given with --postgres cannot be read.',
    },
    why,
    next: same(
      'PGPASSWORD=… redis-lab pool-bench --target postgres --postgres postgres://me@127.0.0.1:5432/shop',
    ),
  });
}
