import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';

/** Where a Redis answers and how to log in. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly tls: boolean;
  /** Whom to trust beside the system's authorities (PEM): a private server signs its certificate itself. */
  readonly ca?: string;
  readonly username?: string;
  readonly password?: string;
}

/**
 * Reads `redis://[[user]:password@]host[:port][/db]` (rediss for TLS), as redis-cli -u does: a single word before the @
 * is the password, and without one REDISCLI_AUTH counts. `?db=`, `?username=` and `?password=` say the same.
 * @throws LabError (usage), which repeats nothing of an address that it could not read: it may hold a password
 */
export function parseRedisUrl(text: string): RedisAddress {
  const address = text.trim();
  if (/^(\/|(redis\+)?(unix|socket):)/.test(address)) throw isSocket();
  const full = address.includes('://') ? address : `redis://${address}`;
  // A # or ? of a password ends the host for every reader of URLs; what follows is not an address any more.
  if (/#|[/?].*@/.test(full.replace(/^\w+:\/\//, ''))) throw badUrl();
  let url: URL;
  let login: { username: string; password: string };
  try {
    url = new URL(full);
    login = { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    throw badUrl();
  }
  if (url.hostname.includes('%')) throw /%2f/i.test(url.hostname) ? isSocket() : badUrl();
  const inPath = url.pathname.replace(/^\//, '');
  const said = parametersOf(url);
  const db = said.get('db') ?? inPath;
  const contradicts = said.has('db') && inPath !== '' && inPath !== db;
  if (!/^(redis|valkey)s?:$/.test(url.protocol) || !url.hostname || url.port === '0') throw badUrl();
  if (!/^\d{0,9}$/.test(db) || contradicts) throw badUrl();
  const isPassword = login.username !== '' && !/^\w+:\/\/[^@]*:[^@]*@/.test(full);
  const username = said.get('username') ?? (isPassword ? '' : login.username);
  const password =
    said.get('password') ?? ((isPassword ? login.username : login.password) || process.env.REDISCLI_AUTH);
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(db || 0),
    tls: url.protocol.endsWith('ss:') || url.protocol === 'valkeys:',
    ...(username ? { username } : {}),
    ...(password ? { password } : {}),
  };
}

const parameters = ['db', 'username', 'password'];

/** @throws LabError (usage) for a parameter that we would ignore: whoever wrote it counts on it */
function parametersOf(url: URL): ReadonlyMap<string, string> {
  const said = new Map(url.searchParams);
  const unknown = [...said.keys()].find((name) => !parameters.includes(name));
  if (unknown === undefined && [...url.searchParams].length === said.size) return said;
  const name = /^\w{1,30}$/.test(unknown ?? '') ? ` ?${unknown}=` : '';
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `--redis 주소에 쓸 수 없는 매개변수가 있어요:${name}`,
      en: `The address given with --redis has a parameter that means nothing here:${name}`,
    },
    why: {
      ko: '?db=, ?username=, ?password=를 한 번씩만 쓸 수 있어요.',
      en: 'What counts is ?db=, ?username= and ?password=, each of them once.',
    },
    next: same('--redis redis://127.0.0.1:6379/0'),
  });
}

/**
 * The certificate has to be the server's own, also when the fault proxy stands before it.
 * SNI takes names only, no IP address (RFC 6066, section 3).
 */
export function tlsOptions({ host, ca }: Pick<RedisAddress, 'host' | 'ca'>): ConnectionOptions {
  return {
    ...(ca === undefined ? {} : { ca }),
    ...(isIP(host) ? {} : { servername: host }),
    checkServerIdentity: (_, certificate) => checkServerIdentity(host, certificate),
  };
}

/** The address for people and records: never with the password. */
export function showAddress(address: RedisAddress): string {
  const host = address.host.includes(':') ? `[${address.host}]` : address.host;
  return `${address.tls ? 'rediss' : 'redis'}://${host}:${address.port}/${address.db}`;
}

function badUrl(): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: '--redis에 준 주소를 읽을 수 없어요.', en: 'The address given with --redis cannot be read.' },
    why: {
      ko: 'redis://[user:password@]host[:port][/number] 형식이어야 해요. TLS라면 rediss://로 시작해요. 비밀번호의 특수 문자는 %23(#), %2F(/), %3F(?), %40(@)처럼 적거나 REDISCLI_AUTH로 주세요.',
      en: 'It has the form redis://[user:password@]host[:port][/number], rediss:// for TLS. Odd characters of a password are written as %23 (#), %2F (/), %3F (?), %40 (@), or it comes in REDISCLI_AUTH.',
    },
    next: same('--redis redis://127.0.0.1:6379'),
  });
}

function isSocket(): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: '--redis는 유닉스 소켓 주소를 받지 않아요.',
      en: '--redis takes no Unix socket.',
    },
    why: {
      ko: '실험은 네트워크를 끊고 늦추는 프록시를 사이에 두기 때문에 TCP 포트가 필요해요.',
      en: 'The labs put a proxy in between that cuts and slows the network: they need a TCP port.',
    },
    next: same('redis-cli -s PATH CONFIG GET port  ·  --redis redis://127.0.0.1:6379'),
  });
}
