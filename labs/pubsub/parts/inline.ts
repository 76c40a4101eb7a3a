// A connection without a client library: lines of text, as telnet would send them.
// Redis calls these inline commands (https://redis.io/docs/latest/develop/reference/protocol-spec/#inline-commands).
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { RedisServer } from '../../../src/kit/run.ts';

export interface Connection {
  readonly socket: Socket;
  /**
   * Sends a line and returns everything that came back, as soon as it matches.
   * @throws the server's own words where it refuses, and nobody expected that
   */
  ask(line: string, complete: RegExp): Promise<string>;
  close(): void;
}

export async function openConnection(server: RedisServer, signal: AbortSignal): Promise<Connection> {
  const socket = await server.openSocket();
  return {
    socket,
    async ask(line, complete) {
      let reply = '';
      socket.write(`${line}\r\n`);
      while (!complete.test(reply)) {
        reply += await nextChunk(socket, signal);
        if (/^-.*\r\n/.test(reply) && !complete.test(reply)) throw refusal(reply);
      }
      return reply;
    },
    close: () => void socket.destroy(),
  };
}

/** By the name that the client library gives it, too. */
function refusal(reply: string): Error {
  return Object.assign(new Error(reply.slice(1).trim()), { name: 'ReplyError' });
}

/** What comes next; an error when nothing can come any more. */
async function nextChunk(socket: Socket, signal: AbortSignal): Promise<string> {
  const listening = new AbortController();
  const either = { signal: AbortSignal.any([signal, listening.signal]) };
  const closed = once(socket, 'close', either).then(() => {
    throw new Error('Connection is closed.');
  });
  try {
    const [chunk] = (await Promise.race([once(socket, 'data', either), closed])) as [Buffer];
    return chunk.toString();
  } finally {
    listening.abort(); // Whichever lost the race is not waited for any more.
  }
}
