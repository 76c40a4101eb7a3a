import { once } from 'node:events';
import { type AddressInfo, createServer, type Socket } from 'node:net';

/** A server that speaks RESP2 and says what it is told to: for versions and kinds of Redis that no package brings. */
export interface ScriptedRedis {
  readonly port: number;
  /** The commands that came, in small letters: `xinfo groups`. */
  readonly asked: readonly string[];
  stop(): Promise<void>;
}

/** @param answer the reply to a command (`+OK\r\n`); undefined for what every Redis says */
export async function startScriptedRedis(
  answer: (words: readonly string[]) => string | undefined,
): Promise<ScriptedRedis> {
  const asked: string[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    let rest = '';
    socket.on('error', () => {});
    socket.on('close', () => sockets.delete(socket));
    socket.setEncoding('latin1').on('data', (chunk: string) => {
      rest += chunk;
      for (let words = take(); words; words = take()) {
        asked.push(words.slice(0, 2).join(' ').toLowerCase());
        socket.write(answer(words) ?? ordinary(words));
      }
    });
    /** An array of bulk strings, off the front of what came. */
    function take(): string[] | null {
      const head = /^\*(\d+)\r\n/.exec(rest);
      if (!head) return null;
      let at = head[0].length;
      const words: string[] = [];
      for (let left = Number(head[1]); left > 0; left -= 1) {
        const size = /^\$(\d+)\r\n/.exec(rest.slice(at));
        if (!size) return null;
        at += size[0].length;
        const end = at + Number(size[1]);
        if (rest.length < end + 2) return null;
        words.push(rest.slice(at, end));
        at = end + 2;
      }
      rest = rest.slice(at);
      return words;
    }
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export function bulk(text: string): string {
  return `$${Buffer.byteLength(text)}\r\n${text}\r\n`;
}

function ordinary([name = '']: readonly string[]): string {
  switch (name.toLowerCase()) {
    case 'ping':
      return '+PONG\r\n';
    case 'client':
    case 'auth':
    case 'select':
      return '+OK\r\n';
    case 'info':
      return bulk('redis_version:5.0.3\r\nredis_mode:standalone\r\n');
    default:
      return `-ERR unknown command '${name}', with args beginning with: \r\n`;
  }
}
