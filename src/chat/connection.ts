// One client of a gateway: what it may send, and how much may wait for it.
import type { Duplex } from 'node:stream';
import { type RawData, WebSocket } from 'ws';
import { Allowance, type Rate } from './allowance.ts';
import { type Frame, frameOf } from './frame.ts';
import { closeCodes } from './wire.ts';

/** A client that lets more than this wait is closed: what it does not read must not become our memory. */
const mostWaitingBytes = 1024 * 1024;
const closeWithinMs = 1_000;

/** Of all connections: one that is idle has no function of its own. */
export interface ConnectionEvents {
  /** A whole text frame, within the limits. */
  message(connection: Connection, text: string): void;
  closed(connection: Connection): void;
}

/** Who it is, and until when. */
export interface Guest {
  readonly user: string;
  /** Unique among all servers. */
  readonly id: string;
  readonly expiresMs: number;
}

/** As the server of WebSockets makes them. */
export class GatewaySocket extends WebSocket {
  connection: Connection | null = null;
}

export class Connection {
  readonly user: string;
  readonly id: string;
  readonly expiresMs: number;
  readonly #ws: GatewaySocket;
  readonly #socket: Duplex;
  readonly #events: ConnectionEvents;
  readonly #allowance: Allowance;
  #closing = false;
  #heard = true;

  constructor(guest: Guest, ws: GatewaySocket, socket: Duplex, events: ConnectionEvents, rate: Rate) {
    this.user = guest.user;
    this.id = guest.id;
    this.expiresMs = guest.expiresMs;
    this.#ws = ws;
    this.#socket = socket;
    this.#events = events;
    this.#allowance = new Allowance(rate, performance.now());
    ws.connection = this;
    ws.on('message', onMessage);
    ws.on('ping', onPing);
    ws.on('pong', onPong);
    ws.on('close', onClose);
  }

  /** What its socket tells: these four are for nobody else. */
  heardMessage(data: RawData, isBinary: boolean): void {
    if (this.#closing || !this.#isAllowed()) return;
    if (isBinary) this.close(closeCodes.badFrame, 'text frames only');
    else this.#events.message(this, String(data));
  }

  /** Each ping is answered with a pong: a flood of them costs as much as a flood of words. */
  heardPing(): void {
    this.#isAllowed();
  }

  heardPong(): void {
    this.#heard = true;
  }

  heardClose(): void {
    this.#events.closed(this);
  }

  #isAllowed(): boolean {
    this.#heard = true;
    if (this.#allowance.take(performance.now())) return true;
    this.close(closeCodes.tooMuch, 'too many frames');
    return false;
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

function onMessage(this: WebSocket, data: RawData, isBinary: boolean): void {
  (this as GatewaySocket).connection?.heardMessage(data, isBinary);
}

function onPing(this: WebSocket): void {
  (this as GatewaySocket).connection?.heardPing();
}

function onPong(this: WebSocket): void {
  (this as GatewaySocket).connection?.heardPong();
}

function onClose(this: WebSocket): void {
  (this as GatewaySocket).connection?.heardClose();
}
