// Redis without a library: RESP, the protocol of Redis, over a bare socket. It shows how much of a figure is Redis
// and how much is the client library. https://redis.io/docs/latest/develop/reference/protocol-spec/
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Route } from './route.ts';

/** A command as RESP sends it: an array of bulk strings. */
export function encode(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

interface Asker {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One connection. Replies come in the order of the commands, so a queue of askers is all there is to remember. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #askers: Asker[] = [];
  #rest: Buffer | null = null;
  #unsent = '';

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (chunk: Buffer) => this.#read(chunk));
    socket.on('error', () => {}); // `close` follows it.
    socket.on('close', () => this.#fail(new Error('connection closed')));
  }

  /** Connects and logs in, as a library does: with HELLO, the user and the password in it. */
  static async open({ host, port, login, tls }: Route): Promise<RawConnection> {
    const socket: Socket = tls ? connectTls({ host, port, ...tls }) : connectTcp({ host, port });
    socket.setNoDelay(true);
    await once(socket, tls ? 'secureConnect' : 'connect');
    const connection = new RawConnection(socket);
    const { username = 'default', password, db } = login;
    try {
      await connection.ask(encode(['HELLO', '3', ...(password ? ['AUTH', username, password] : [])]));
      if (db !== 0) await connection.ask(encode(['SELECT', String(db)]));
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  /** Sends a command at once and waits for its reply. */
  ask(command: string): Promise<void> {
    this.#socket.write(command, 'latin1');
    return this.#reply();
  }

  /** Sends a command with everything else that is asked in this turn: one write, one system call, for all of them. */
  askTogether(command: string): Promise<void> {
    if (this.#unsent === '') process.nextTick(() => this.#flush());
    this.#unsent += command;
    return this.#reply();
  }

  close(): void {
    this.#socket.destroy();
  }

  #flush(): void {
    this.#socket.write(this.#unsent, 'latin1');
    this.#unsent = '';
  }

  #reply(): Promise<void> {
    if (this.#socket.destroyed) return Promise.reject(new Error('connection closed'));
    return new Promise((resolve, reject) => {
      this.#askers.push({ resolve, reject });
    });
  }

  #read(chunk: Buffer): void {
    const bytes = this.#rest ? Buffer.concat([this.#rest, chunk]) : chunk;
    let answered = 0;
    let at = 0;
    for (let end = endOfReply(bytes, 0); end !== incomplete; end = endOfReply(bytes, at)) {
      const asker = this.#askers[answered];
      if (bytes[at] === errorMark) asker?.reject(new Error(bytes.toString('latin1', at + 1, end - 2)));
      else asker?.resolve();
      answered += 1;
      at = end;
    }
    this.#askers.splice(0, answered);
    this.#rest = at < bytes.length ? bytes.subarray(at) : null;
  }

  #fail(error: Error): void {
    for (const asker of this.#askers.splice(0)) asker.reject(error);
  }
}

const incomplete = -1;
const errorMark = 0x2d; // -
const carriageReturn = 0x0d;

/** Where the reply that begins at `at` ends. A floor needs no values, only to know when an answer is complete. */
function endOfReply(bytes: Buffer, at: number): number {
  let cursor = at + 1;
  let size = 0;
  while (cursor < bytes.length && bytes[cursor] !== carriageReturn) {
    size = size * 10 + (bytes[cursor] as number) - 0x30; // Digits; of a line of words nobody reads the size.
    cursor += 1;
  }
  const lineEnd = cursor + 2;
  if (lineEnd > bytes.length) return incomplete;
  switch (String.fromCharCode(bytes[at] as number)) {
    case '$': {
      if (bytes[at + 1] === errorMark) return lineEnd; // $-1: no value
      const end = lineEnd + size + 2;
      return end > bytes.length ? incomplete : end;
    }
    case '*':
      return endOfReplies(bytes, lineEnd, size);
    case '%':
      return endOfReplies(bytes, lineEnd, 2 * size);
    default:
      return lineEnd; // + - : _ #: one line
  }
}

function endOfReplies(bytes: Buffer, at: number, count: number): number {
  let end = at;
  for (let left = count; left > 0 && end !== incomplete; left -= 1) end = endOfReply(bytes, end);
  return end;
}
