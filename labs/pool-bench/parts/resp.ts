// Redis without a library: RESP, the protocol of Redis, over a bare socket. It shows how much of a figure is Redis
// and how much is the client library. https://redis.io/docs/latest/develop/reference/protocol-spec/
import { once } from 'node:events';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { encodeCommand, messageOf, replyReader } from '../../../src/kit/run.ts';
import type { Route } from './route.ts';

/** How a connection introduces itself: the version of the protocol, and who it is where somebody asks. */
export function helloWords({ username = 'default', password }: Route['login']): string[] {
  return ['HELLO', '3', ...(password ? ['AUTH', username, password] : [])];
}

interface Asker {
  readonly resolve: () => void;
  readonly reject: (error: Error) => void;
}

/** One connection. Replies come in the order of the commands, so a queue of askers is all there is to remember. */
export class RawConnection {
  readonly #socket: Socket;
  readonly #askers: Asker[] = [];
  readonly #repliesIn = replyReader();
  /** False on a server older than 6.0, and where it was renamed away: the connection speaks RESP2 then. */
  hasHello = true;
  /** What whoever asks is told when nothing can come any more. */
  #ended = new Error('connection closed');
  #unsent = '';
  #unsentCommands = 0;

  private constructor({ host, port, tls }: Route) {
    // Read into one buffer again and again, past Node's streams, which would make a new one for every reply.
    const buffer = Buffer.allocUnsafe(readBytes);
    const callback = (length: number) => {
      this.#read(buffer.subarray(0, length));
      return true;
    };
    const options = { host, port, noDelay: true, onread: { buffer, callback } };
    const socket: Socket = tls ? connectTls({ ...options, ...tls }) : connectTcp(options);
    this.#socket = socket;
    socket.on('error', () => {}); // `close` follows it.
    socket.on('close', () => this.#fail(this.#ended));
  }

  /** Connects and logs in, as a library does: with HELLO, the user and the password in it. */
  static async open(route: Route): Promise<RawConnection> {
    const connection = new RawConnection(route);
    await once(connection.#socket, route.tls ? 'secureConnect' : 'connect');
    const { db } = route.login;
    try {
      await connection.#login(route.login);
      if (db !== 0) await connection.ask(encodeCommand(['SELECT', String(db)]));
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  async #login(login: Route['login']): Promise<void> {
    try {
      await this.ask(encodeCommand(helloWords(login)));
    } catch (error) {
      if (!/unknown command|NOPROTO/i.test(messageOf(error))) throw error;
      this.hasHello = false;
      const { username, password } = login;
      if (password) await this.ask(encodeCommand(['AUTH', ...(username ? [username] : []), password]));
    }
  }

  /** Sends a command at once and waits for its reply. */
  ask(command: string): Promise<void> {
    this.#socket.write(command, 'latin1');
    return this.#reply();
  }

  /** Sends a command with others that are asked in this turn: one write, one system call, for several of them. */
  askTogether(command: string): Promise<void> {
    if (this.#unsentCommands === 0) process.nextTick(() => this.#flush());
    this.#unsent += command;
    this.#unsentCommands += 1;
    if (this.#unsentCommands === mostTogether) this.#flush();
    return this.#reply();
  }

  close(): void {
    this.#socket.destroy();
  }

  #flush(): void {
    if (this.#unsentCommands === 0) return;
    this.#socket.write(this.#unsent, 'latin1');
    this.#unsent = '';
    this.#unsentCommands = 0;
  }

  #reply(): Promise<void> {
    if (this.#socket.destroyed) return Promise.reject(this.#ended);
    return new Promise((resolve, reject) => {
      this.#askers.push({ resolve, reject });
    });
  }

  #read(chunk: Buffer): void {
    const replies = this.#repliesIn(chunk);
    replies.forEach((refused, order) => {
      const asker = this.#askers[order];
      if (!refused) asker?.resolve();
      else if (asker) asker.reject(refused);
      else this.#ended = refused; // Unasked: the server is full, says so and hangs up.
    });
    this.#askers.splice(0, replies.length);
  }

  #fail(error: Error): void {
    for (const asker of this.#askers.splice(0)) asker.reject(error);
  }
}

/**
 * So many commands in one write, not all that wait: Redis works on the first while the others are still being asked.
 * With 50 in flight one write for all of them reaches half of this, because either side rests while the other works.
 */
const mostTogether = 8;

const readBytes = 16_384;
