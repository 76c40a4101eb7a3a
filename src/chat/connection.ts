// One client of a gateway: what it may send, and how much may wait for it.
import type { Duplex } from 'node:stream';
import type WebSocket from 'ws';
import type { Allowance } from './allowance.ts';
import { type Frame, frameOf } from './frame.ts';
import { closeCodes } from './wire.ts';

/** A client that lets more than this wait is closed: what it does not read must not become our memory. */
const mostWaitingBytes = 1024 * 1024;
const closeWithinMs = 1_000;

export interface ConnectionEvents {
  /** A whole text frame, within the limits. */
  message(text: string): void;
  closed(): void;
}

export class Connection {
  readonly user: string;
  /** Unique among all servers. */
  readonly id: string;
  readonly #ws: WebSocket;
  readonly #socket: Duplex;
  #closing = false;
  #heard = true;

  constructor(who: { user: string; id: string }, ws: WebSocket, socket: Duplex) {
    this.user = who.user;
    this.id = who.id;
    this.#ws = ws;
    this.#socket = socket;
  }

  listen(events: ConnectionEvents, allowance: Allowance): void {
    const ws = this.#ws;
    const allowed = () => {
      this.#heard = true;
      if (allowance.take()) return true;
      this.close(closeCodes.tooMuch, 'too many frames');
      return false;
    };
    ws.on('message', (data, isBinary) => {
      if (this.#closing || !allowed()) return;
      if (isBinary) this.close(closeCodes.badFrame, 'text frames only');
      else events.message(String(data));
    });
    // Each ping is answered with a pong: a flood of them costs as much as a flood of words.
    ws.on('ping', allowed);
    ws.on('pong', () => {
      this.#heard = true;
    });
    ws.on('error', () => {}); // A broken frame or a lost network: `close` follows.
    ws.on('close', () => events.closed());
  }

  send(message: object): void {
    this.write(frameOf(JSON.stringify(message)));
  }

  /** For what many get: the frame is built once by the caller. */
  write(frame: Frame): void {
    if (this.#closing || this.#socket.destroyed) return;
    // Straight to the socket, between two frames of ws: it sends nothing of its own in parts, and nothing compressed.
    this.#socket.write(frame);
    if (this.#socket.writableLength > mostWaitingBytes) this.close(closeCodes.tooSlow, 'too slow');
  }

  /** @returns false where nothing was heard since the last time: the other end is gone, or its network is */
  probe(): boolean {
    if (!this.#heard) return false;
    this.#heard = false;
    if (!this.#closing) this.#ws.ping();
    return true;
  }

  /** A goodbye with its reason; whoever does not read it is cut off. */
  close(code: number, reason: string): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#ws.close(code, reason);
    const cut = setTimeout(() => this.#ws.terminate(), closeWithinMs);
    this.#ws.once('close', () => clearTimeout(cut));
  }

  /** No goodbye. */
  cut(): void {
    this.#closing = true;
    this.#ws.terminate();
  }
}
