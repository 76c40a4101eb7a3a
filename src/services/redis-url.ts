import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';

/** Where a Redis answers and how to log in. */
export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly tls: boolean;
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
  try {
    url = new URL(text.includes('://') ? text : `redis://${text}`);
  } catch {
    throw badUrl(text);
  }
  const db = url.pathname.replace(/^\//, '');
  if (!/^rediss?:$/.test(url.protocol) || !url.hostname || !/^\d*$/.test(db)) throw badUrl(text);
  const password = decodeURIComponent(url.password) || process.env.REDISCLI_AUTH;
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: Number(url.port || 6379),
    db: Number(db || 0),
    tls: url.protocol === 'rediss:',
    ...(url.username ? { username: decodeURIComponent(url.username) } : {}),
    ...(password ? { password } : {}),
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
      ko: `redis:// 또는 rediss://로 시작해야 해요: '${withoutPassword(text)}'`,
      en: `It has to start with redis:// or rediss://: '${withoutPassword(text)}'`,
    },
    next: same('--redis redis://127.0.0.1:6379'),
  });
}

function withoutPassword(text: string): string {
  return text.replace(/:[^:@/]*@/, ':***@');
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
  ko: '--redis를 빼면 실험용 Redis를 따로 띄워서 해요.',
  en: 'Leave --redis away and the lab starts a Redis of its own.',
};

function diagnosis(address: RedisAddress, message: string): { why: Text; next: Text } {
  if (/WRONGPASS|NOAUTH|invalid password|no password is set/i.test(message)) {
    return {
      why: { ko: `로그인이 안 돼요: ${message}`, en: `It does not let us in: ${message}` },
      next: {
        ko: "비밀번호는 주소에 적거나 REDISCLI_AUTH로 주세요: REDISCLI_AUTH='비밀번호' redis-lab …",
        en: "Put the password in the URL or in REDISCLI_AUTH: REDISCLI_AUTH='password' redis-lab …",
      },
    };
  }
  if (/Protocol error|wrong version number|packet length/i.test(message)) {
    return {
      why: {
        ko: `Redis가 아닌 프로그램이 대답해요: ${message}`,
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
        ko: '연결은 됐지만 PING에 대답이 없어요. Redis가 멈춰 있거나 Redis가 아닌 프로그램이에요.',
        en: 'It takes the connection but does not answer PING: a Redis that hangs, or not a Redis.',
      },
      next: same(`redis-cli -u ${showAddress(address)} PING`),
    };
  }
  return {
    why: { ko: `대답하는 서버가 없어요: ${message}`, en: `Nobody answers there: ${message}` },
    next: {
      ko: `서버가 떠 있는지 확인해 주세요: redis-cli -u ${showAddress(address)} PING. ${privateInstead.ko}`,
      en: `See whether it runs: redis-cli -u ${showAddress(address)} PING. ${privateInstead.en}`,
    },
  };
}
