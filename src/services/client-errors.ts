import { exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same } from '../core/text.ts';

/**
 * Puts what a client library threw in the middle of a run into words: the connection is gone, or the server
 * refused a command. Anything else is answered as it is: nobody foresaw it, so it is our bug.
 */
export function explainClientError(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LabError) return error;
  if (error.name === 'ReplyError') return refused(error);
  return isLostConnection(error) ? lost(error) : error;
}

/** ioredis and pg have no class for a connection that ended under a command, only these messages. */
function isLostConnection(error: Error & { code?: unknown }): boolean {
  const codes: unknown[] = ['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT'];
  return (
    codes.includes(error.code) ||
    /^Connection (is closed|terminated)|max retries per request/.test(error.message)
  );
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
        ko: '서버가 떠 있는지, 누가 연결을 끊었는지 확인하고 다시 실행해 보세요.',
        en: 'See whether the server runs and whether somebody closed the connection, and run it again.',
      },
    },
    { cause },
  );
}

function refused(cause: Error & { command?: { name?: string } }): LabError {
  const command = cause.command?.name?.toUpperCase() ?? '';
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `Redis가 명령을 거절했어요: ${command}`, en: `Redis refused a command: ${command}` },
      why: same(messageOf(cause)),
      next: {
        ko: '내 Redis라면 권한(ACL)과 메모리 한도를 확인하거나, --redis를 빼고 실험용 Redis로 해 보세요.',
        en: 'On your own Redis look at its permissions (ACL) and memory limit, or leave --redis away and use a private one.',
      },
    },
    { cause },
  );
}
