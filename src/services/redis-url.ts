import { isIP } from 'node:net';
import { type ConnectionOptions, checkServerIdentity } from 'node:tls';
import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';

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
 * Reads `redis://[user[:password]@]host[:port][/db]` (rediss for TLS), as redis-cli -u does;
 * without a password in it REDISCLI_AUTH counts, also as there.
 * @throws LabError (usage)
 */
export function parseRedisUrl(text: string): RedisAddress {
  let url: URL;
  let login: { username: string; password: string };
  try {
    url = new URL(text.includes('://') ? text : `redis://${text}`);
    login = { username: decodeURIComponent(url.username), password: decodeURIComponent(url.password) };
  } catch {
    throw badUrl(text);
  }
  const db = url.pathname.replace(/^\//, '');
  if (!/^rediss?:$/.test(url.protocol) || !url.hostname || !/^\d*$/.test(db)) throw badUrl(text);
  const password = login.password || process.env.REDISCLI_AUTH;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(db || 0),
    tls: url.protocol === 'rediss:',
    ...(login.username ? { username: login.username } : {}),
    ...(password ? { password } : {}),
  };
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

function badUrl(text: string): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: '--redis에 준 주소를 읽을 수 없어요.', en: 'The address given with --redis cannot be read.' },
    why: {
      ko: `redis://[사용자:비밀번호@]호스트[:포트][/번호] 형식이어야 해요: '${withoutPassword(text)}'. TLS라면 rediss://로 시작하고, 비밀번호의 특수 문자는 %40처럼 적어요.`,
      en: `It has the form redis://[user:password@]host[:port][/number], rediss:// for TLS, odd characters in a password as in %40: '${withoutPassword(text)}'`,
    },
    next: same('--redis redis://127.0.0.1:6379'),
  });
}

function withoutPassword(text: string): string {
  return text.replace(/^(\w+:\/\/)?.*@/, '$1***@');
}

/** Turns what a failed first connection threw into what, why and next. */
export function connectionError(address: RedisAddress, cause: unknown): LabError {
  const { why, next } = diagnosis(address, messageOf(cause));
  const where = showAddress(address);
  return new LabError(
    exitCodes.runFailed,
    { what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The Redis at ${where} cannot be used.` }, why, next },
    { cause },
  );
}

const privateInstead: Text = {
  ko: '--redis를 빼면 실험용 Redis를 따로 띄워서 실험해요.',
  en: 'Leave --redis away and the lab starts a Redis of its own.',
};

function diagnosis(address: RedisAddress, message: string): { why: Text; next: Text } {
  if (/WRONGPASS|NOAUTH|invalid password|no password is set/i.test(message)) {
    return {
      why: { ko: `로그인하지 못했어요: ${message}`, en: `It does not let us in: ${message}` },
      next: {
        ko: "비밀번호는 주소에 적거나 REDISCLI_AUTH로 주세요: REDISCLI_AUTH='비밀번호' redis-lab …",
        en: "Put the password in the URL or in REDISCLI_AUTH: REDISCLI_AUTH='password' redis-lab …",
      },
    };
  }
  if (
    /Protocol error|Unknown RESP type|wrong version number|packet length|before secure TLS/i.test(message)
  ) {
    return {
      why: {
        ko: `Redis가 아닌 프로그램이 응답해요: ${message}`,
        en: `Something that is not Redis answers there: ${message}`,
      },
      next: {
        ko: `주소와 포트를 확인해 주세요${address.tls ? '(rediss://는 TLS예요)' : ''}. ${privateInstead.ko}`,
        en: `Check the host and port${address.tls ? ' (rediss:// means TLS)' : ''}. ${privateInstead.en}`,
      },
    };
  }
  if (/certificate|self.signed|SELF_SIGNED/i.test(message)) {
    return {
      why: { ko: `인증서를 믿을 수 없어요: ${message}`, en: `Its certificate is not trusted: ${message}` },
      next: same('NODE_EXTRA_CA_CERTS=ca.pem redis-lab …'),
    };
  }
  if (/no answer/.test(message)) {
    return {
      why: {
        ko: '연결은 됐지만 PING에 응답이 없어요. Redis가 멈춰 있거나 Redis가 아닌 프로그램이에요.',
        en: 'It takes the connection but does not answer PING: a Redis that hangs, or not a Redis.',
      },
      next: address.tls
        ? {
            ko: '이 포트가 정말 TLS인가요? 아니라면 redis://로 시작해야 해요.',
            en: 'Does that port really speak TLS? If it does not, the address starts with redis://.',
          }
        : same(`redis-cli -u ${showAddress(address)} PING`),
    };
  }
  if (/^[A-Z]+ /.test(message)) {
    return {
      why: { ko: `서버가 거절했어요: ${message}`, en: `It refuses: ${message}` },
      next: same(`redis-cli -u ${showAddress(address)} PING`),
    };
  }
  if (/ECONNRESET|EPIPE/.test(message)) {
    return {
      why: { ko: `서버가 연결을 끊었어요: ${message}`, en: `It closed the connection: ${message}` },
      next: {
        ko: `떠 있는지, Redis가 맞는지 확인해 주세요(TLS라면 rediss://). ${privateInstead.ko}`,
        en: `See whether it runs and is a Redis (behind TLS: rediss://). ${privateInstead.en}`,
      },
    };
  }
  return {
    why: { ko: `응답하는 서버가 없어요: ${message}`, en: `Nobody answers there: ${message}` },
    next: {
      ko: `서버가 떠 있는지 확인해 주세요: redis-cli -u ${showAddress(address)} PING. ${privateInstead.ko}`,
      en: `See whether it runs: redis-cli -u ${showAddress(address)} PING. ${privateInstead.en}`,
    },
  };
}
