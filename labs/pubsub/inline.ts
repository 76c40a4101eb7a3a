// A connection without a client library: lines of text, as telnet would send them.
// Redis calls these inline commands (https://redis.io/docs/latest/develop/reference/protocol-spec/#inline-commands).
import { once } from 'node:events';
import type { Socket } from 'node:net';
import type { RedisServer } from '../../src/lab-kit.ts';

export interface Connection {
  readonly socket: Socket;
  /** Sends a line and answers everything that came back, as soon as it matches. */
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
        const [chunk] = (await once(socket, 'data', { signal })) as [Buffer];
        reply += chunk.toString();
      }
      return reply;
    },
    close: () => void socket.destroy(),
  };
}
