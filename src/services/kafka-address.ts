import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';

/** Where a Kafka answers and how to log in (SASL/PLAIN). A password must never reach the record. */
export interface KafkaAddress {
  readonly host: string;
  readonly port: number;
  readonly login?: { readonly username: string; readonly password: string };
}

export const showKafka = ({ host, port }: KafkaAddress) =>
  `${host.includes(':') ? `[${host}]` : host}:${port}`;

/** `host:port`, or `user:password@host:port`; repeats nothing of what cannot be read, for it may hold a password. */
export function parseKafkaAddress(text: string): KafkaAddress {
  const parts =
    /^(?:kafka:\/\/)?(?:(?<user>[^:@]+):(?<password>[^@]*)@)?(?<host>\[[\d:a-f]+\]|[^:@/[\]]+):(?<port>\d{1,5})$/i;
  const { user, password, host, port } = parts.exec(text)?.groups ?? {};
  if (host === undefined || Number(port) > 65_535)
    throw new LabError(exitCodes.usage, {
      what: { ko: 'Kafka 주소를 읽지 못했어요.', en: 'The address of Kafka cannot be read.' },
      why: {
        ko: '브로커 하나의 주소를 host:port로 써요. 비밀번호의 특수 문자는 %XX로 써야 해요.',
        en: 'It is host:port of one broker. Special characters of a password have to be written as %XX.',
      },
      next: same('127.0.0.1:9092  ·  USER:PASSWORD@127.0.0.1:9092'),
    });
  return {
    host: host.replace(/^\[(.*)\]$/, '$1'),
    port: Number(port),
    ...(user !== undefined && {
      login: { username: decoded(user), password: decoded(password ?? '') },
    }),
  };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A lone % stands for itself.
  }
}
