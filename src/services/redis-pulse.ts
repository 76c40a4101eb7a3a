import { exitCodes, LabError } from '../core/errors.ts';
import { same } from '../core/text.ts';
import type { Redis } from './redis-client.ts';
import { type RedisAddress, showAddress } from './redis-url.ts';

export interface Pulse {
  /**
   * The connection that asks.
   * @throws why there is none any more
   */
  client(): Redis;
  stop(): void;
}

const beatMs = 1_000;
/** Counted, not timed: when our own process was busy for long, it has not been listening. */
const mostUnanswered = 5;

/**
 * Asks the learner's server once a second whether it is there, on a connection of its own: an act would wait for ever
 * for a server that was frozen. A connection that is lost is made again; where none can be had, the server is gone.
 * @param fail is told once what is wrong
 */
export async function watchPulse(
  address: RedisAddress,
  connect: () => Promise<Redis>,
  fail: (error: Error) => void,
): Promise<Pulse> {
  let stopped = false;
  let unanswered = 0;
  let gone: Error | null = null;
  let client = watched(await connect());
  const beat = setInterval(() => {
    if (unanswered === mostUnanswered) return end(silent(address));
    unanswered += 1;
    client.ping().then(
      () => {
        unanswered = 0;
      },
      () => {}, // A connection that is lost says so by its end.
    );
  }, beatMs);

  function watched(connection: Redis): Redis {
    connection.once('end', () => {
      if (stopped) return;
      connect().then((again) => {
        client = watched(again);
      }, end);
    });
    return connection;
  }

  function end(error: Error): void {
    gone = error;
    if (!stopped) fail(error);
    stop();
  }

  function stop(): void {
    stopped = true;
    clearInterval(beat);
  }

  return {
    client() {
      if (gone) throw gone;
      return client;
    },
    stop,
  };
}

function silent(address: RedisAddress): LabError {
  const seconds = (mostUnanswered * beatMs) / 1e3;
  return new LabError(exitCodes.runFailed, {
    what: {
      ko: `${showAddress(address)} 서버가 실험 도중에 응답을 멈췄어요.`,
      en: `The Redis at ${showAddress(address)} stopped answering in the middle of the run.`,
    },
    why: {
      ko: `PING에 ${seconds}초 동안 응답이 없어요. 서버가 멈춰 있거나, 오래 걸리는 명령을 실행하고 있어요.`,
      en: `No answer to PING for ${seconds} s: it was stopped, or it is busy with one long command.`,
    },
    next: same(`redis-cli -u ${showAddress(address)} PING`),
  });
}
