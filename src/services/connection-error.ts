import { exitCodes, LabError, messageOf, RefusedError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { privateInstead, type Refusal, refusalOf } from './redis-refusal.ts';
import { type RedisAddress, showAddress } from './redis-url.ts';

/** Turns what a failed first connection threw into what, why and next. */
export function connectionError(address: RedisAddress, cause: unknown): LabError {
  const message = messageOf(cause);
  const refusal = refusalOf(message);
  const { why, next } = refusal ?? diagnosis(address, message);
  const where = showAddress(address);
  const Kind = refusal ? RefusedError : LabError;
  return new Kind(
    exitCodes.runFailed,
    { what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The Redis at ${where} cannot be used.` }, why, next },
    { cause },
  );
}

/** Nobody listens there any more: a setting went with the server, and keys have a TTL. */
export function isGone(error: unknown): boolean {
  return /ECONNREFUSED/.test(messageOf(error));
}

function diagnosis(address: RedisAddress, message: string): Refusal {
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
  if (/certificate required|handshake failure|bad certificate/i.test(message)) {
    return {
      why: {
        ko: `클라이언트 인증서를 요구하는 서버인데 redis-lab에는 없어요: ${message}`,
        en: `It wants a certificate of its client, and redis-lab has none: ${message}`,
      },
      next: {
        ko: `서버 설정이 tls-auth-clients optional이면 돼요. ${privateInstead.ko}`,
        en: `It works with tls-auth-clients optional. ${privateInstead.en}`,
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
        ko: `떠 있는지, Redis가 맞는지(TLS라면 rediss://), 연결을 더 받는지(maxclients) 확인해 주세요. ${privateInstead.ko}`,
        en: `See whether it runs, is a Redis (behind TLS: rediss://) and takes more connections (maxclients). ${privateInstead.en}`,
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
