import { exitCodes, LabError, messageOf, RefusedError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { connectionError } from './connection-error.ts';
import { privateInstead, refusalOf } from './redis-refusal.ts';
import { turnedAway } from './redis-turned-away.ts';
import { parseRedisUrl } from './redis-url.ts';

/**
 * Puts what a client library threw in the middle of a run into words: the connection is gone, or the server
 * refused a command. Anything else is answered as it is: nobody foresaw it, so it is our bug.
 * @param ownRedis the URL where the learner's own Redis is used: its refusal is a condition of theirs and costs the act only
 */
export async function explainClientError(error: unknown, ownRedis: string | undefined): Promise<unknown> {
  if (!(error instanceof Error) || error instanceof LabError) return error;
  if (error.name === 'ReplyError') return refused(error, ownRedis !== undefined);
  if (!isLostConnection(error)) return error;
  return (ownRedis && (await full(ownRedis, error))) || lost(error);
}

/** ioredis, pg and node-redis say by such messages that a connection ended under a command, the first two only by them. */
function isLostConnection(error: Error & { code?: unknown }): boolean {
  const codes: unknown[] = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'];
  return (
    codes.includes(error.code) ||
    /^Connection (is closed|closed|terminated)|max retries per request|^Socket closed unexpectedly|^The client is closed/i.test(
      error.message,
    )
  );
}

/** A server that takes no more connections ends them, and a client library tells only that. */
async function full(url: string, error: Error): Promise<LabError | null> {
  try {
    const address = parseRedisUrl(url);
    const reason = await turnedAway(address, error);
    return reason === null ? null : connectionError(address, reason);
  } catch {
    return null; // A run without Redis does not mind what stands in REDIS_URL.
  }
}

function lost(cause: Error): LabError {
  return new LabError(
    exitCodes.runFailed,
    {
      what: {
        ko: '실험 도중에 서버와의 연결이 끊겼어요.',
        en: 'A connection to the server was lost in the middle of the run.',
      },
      why: same(messageOf(cause)),
      next: {
        ko: '서버가 떠 있는지, 연결을 더 받는지(maxclients), 누가 끊지 않았는지 확인하고 다시 실행해 보세요.',
        en: 'See whether the server runs, takes more connections (maxclients), and whether somebody closed this one.',
      },
    },
    { cause },
  );
}

interface ReplyError extends Error {
  readonly command?: { readonly name?: string };
  /** Of a transaction: EXECABORT says only that one of its commands was refused, these say why. */
  readonly previousErrors?: readonly ReplyError[];
}

function refused(error: ReplyError, ownRedis: boolean): LabError {
  const cause = error.previousErrors?.[0] ?? error;
  const name = cause.command?.name?.toUpperCase();
  const command = name ? `(${name})` : '';
  const message = messageOf(cause);
  const known = refusalOf(message);
  // A command that the server lacks is a condition too: the one that is installed here may be old.
  const Kind = ownRedis || /unknown command/i.test(message) ? RefusedError : LabError;
  return new Kind(
    exitCodes.runFailed,
    {
      what: {
        ko: `Redis가 명령을 거절했어요${command}.`,
        en: `Redis refused a command${command && ` ${command}`}.`,
      },
      why: known?.why ?? same(message),
      next: known?.next ?? privateInstead,
    },
    { cause: error },
  );
}
