import { exitCodes, LabError, LeftBehindError, messageOf, RefusedError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';

interface Place {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly database: string;
}

const privateInstead: Text = {
  ko: '--postgres를 빼면 실험용 PostgreSQL을 따로 띄워서 실험해요.',
  en: 'Leave --postgres away and the lab starts a PostgreSQL of its own.',
};

/** Without a password; the folder of a socket stands as it is. */
export function showPostgres({ host, port, database }: Place): string {
  if (host.startsWith('/')) return `postgres:///${database}?host=${host}&port=${port}`;
  return `postgres://${host.includes(':') ? `[${host}]` : host}:${port}/${database}`;
}

export function cannotConnect(place: Place, cause: unknown): LabError {
  const { why, next } = whyNotConnected(place, cause);
  const where = showPostgres(place);
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `${where} 서버를 쓸 수 없어요.`, en: `The PostgreSQL at ${where} cannot be used.` },
      why,
      next,
    },
    { cause },
  );
}

function whyNotConnected({ user }: Place, cause: unknown): { readonly why: Text; readonly next: Text } {
  const message = messageOf(cause) || String((cause as { code?: unknown }).code ?? cause);
  const { code = '' } = cause as { code?: string };
  if (/password must be a|empty string/.test(message)) {
    return {
      why: {
        ko: `서버가 ${user} 사용자의 비밀번호를 요구해요.`,
        en: `It asks for the password of the user ${user}.`,
      },
      next: same("PGPASSWORD='…' redis-lab pool-bench --target postgres --postgres …"),
    };
  }
  if (/^28|^3D000/.test(code) || /SASL/.test(message)) {
    return {
      why: same(message),
      next: {
        ko: '사용자, 비밀번호, 데이터베이스 이름을 확인해 주세요. 비밀번호는 PGPASSWORD로 줄 수 있어요.',
        en: 'Check the user, the password and the name of the database; PGPASSWORD may hold the password.',
      },
    };
  }
  if (/certificate|self.signed|issuer/i.test(message) || /^(ERR_TLS|DEPTH_ZERO|UNABLE_TO)/.test(code)) {
    return {
      why: { ko: `인증서를 믿을 수 없어요: ${message}`, en: `Its certificate is not trusted: ${message}` },
      next: same('…?sslmode=verify-full&sslrootcert=ca.pem'),
    };
  }
  if (/does not support SSL/.test(message)) {
    return {
      why: {
        ko: `sslmode가 TLS를 요구하는데, 서버는 TLS를 쓰지 않아요.`,
        en: 'sslmode demands TLS, and the server does not have it.',
      },
      next: same('…?sslmode=prefer'),
    };
  }
  if (code === 'ENOENT' || code === 'EACCES') return { why: same(message), next: privateInstead };
  const known = reasonOf(code);
  return {
    why: same(message),
    next: known ?? {
      ko: `서버가 떠 있는지, 주소와 포트가 맞는지 확인해 주세요. ${privateInstead.ko}`,
      en: `See whether it runs, and check the host and port. ${privateInstead.en}`,
    },
  };
}

/**
 * Puts what pg threw in the middle of a run into words: the server refused a statement, and says why by its SQLSTATE
 * (https://www.postgresql.org/docs/current/errcodes-appendix.html). Anything else is returned as it is.
 * @param isOwn the server is the learner's: its refusal costs the act only
 */
export function explainPostgresError(error: unknown, isOwn: boolean): unknown {
  if (!isRefusal(error)) return error;
  const Kind = isOwn ? RefusedError : LabError;
  return new Kind(
    exitCodes.runFailed,
    {
      what: { ko: 'PostgreSQL이 요청을 거절했어요.', en: 'PostgreSQL refused a statement.' },
      why: same(`${error.message} (SQLSTATE ${error.code})`),
      next: reasonOf(error.code) ?? privateInstead,
    },
    { cause: error },
  );
}

/** The learner's own server lets nobody make a schema: what it said, and the statement that changes it. */
export function schemaRefused(place: Place, cause: unknown): unknown {
  const explained = explainPostgresError(cause, true);
  if (!(explained instanceof RefusedError) || (cause as Refusal).code !== '42501') return explained;
  const { what, why } = explained.explanation;
  const grant = `GRANT CREATE ON DATABASE ${quoted(place.database)} TO ${quoted(place.user)};`;
  // In the reason, for that is what stands in the place of an act that is skipped.
  return new RefusedError(
    exitCodes.runFailed,
    {
      what,
      why: {
        ko: `${why.ko}. 실험은 끝나면 지울 스키마 안에서만 해요. 데이터베이스의 소유자가 허락해 주면 돼요: ${grant}`,
        en: `${why.en}. A run keeps to a schema of its own and drops it. The owner of the database may allow it: ${grant}`,
      },
      next: privateInstead,
    },
    { cause },
  );
}

/** As it stands in SQL, whatever is in it. */
const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`;

export function schemaLeft(place: Place, schema: string, cause: unknown): LeftBehindError {
  const where = showPostgres(place);
  return new LeftBehindError(
    exitCodes.runFailed,
    {
      what: {
        ko: `${where}에 실험용 스키마가 남았어요.`,
        en: `The schema of the run is left at ${where}.`,
      },
      why: same(messageOf(cause)),
      next: same(removalOf(place, schema)),
    },
    { cause },
  );
}

/** What drops schemas, by names with commas between them. */
export function removalOf(place: Place, schemas: string): string {
  return `psql '${showPostgres(place)}' -U ${place.user} -c 'DROP SCHEMA IF EXISTS ${schemas} CASCADE'`;
}

interface Refusal extends Error {
  readonly code: string;
}

/** pg's DatabaseError; Node's own errors have a `code` as well, but no severity. */
function isRefusal(error: unknown): error is Refusal {
  return (
    error instanceof Error &&
    'severity' in error &&
    /^\w{5}$/.test(String((error as { code?: unknown }).code))
  );
}

function reasonOf(code: string): Text | null {
  return Object.hasOwn(reasons, code) ? (reasons[code] as Text) : null;
}

const reasons: Readonly<Record<string, Text>> = {
  '25006': {
    ko: `읽기 전용 서버나 사용자예요. 스키마를 만들 수 있는 쪽을 알려 주세요. ${privateInstead.ko}`,
    en: `The server or the user may only read; name one that may make a schema. ${privateInstead.en}`,
  },
  '57014': {
    ko: 'statement_timeout이 너무 짧거나 누군가 취소했어요: ALTER ROLE 사용자 SET statement_timeout = 0',
    en: 'The statement_timeout is too short, or somebody cancelled it: ALTER ROLE user SET statement_timeout = 0',
  },
  '55P03': {
    ko: '이 사용자의 lock_timeout이 너무 짧아요: ALTER ROLE 사용자 SET lock_timeout = 0',
    en: 'The lock_timeout of this user is too short: ALTER ROLE user SET lock_timeout = 0',
  },
  '53300': {
    ko: '연결이 모자라요. --pool과 --concurrency를 줄이거나 max_connections를 늘려 주세요.',
    en: 'There are too few connections. Make --pool and --concurrency smaller, or max_connections larger.',
  },
};
