// A client that keeps its place: it reconnects, says where it stood, takes what it missed, and sends again what nobody
// confirmed. It runs in Node (with `ws`) and in a browser, so it asks for nothing but a WebSocket, timers and chance.
import { delayMs, fullJitter } from './back-off.ts';
import {
  closeCodes,
  type Entry,
  type FromClient,
  type FromServer,
  type Joined,
  limits,
  type NotRecovered,
  type Position,
  subprotocol,
} from './wire.ts';

/** What of a WebSocket is used: the browser's and that of `ws` have it. */
export interface Socket {
  readonly readyState: number;
  send(text: string): void;
  close(): void;
  addEventListener(type: 'message', listener: (event: { data: unknown }) => void): void;
  addEventListener(type: 'close', listener: (event: { code: number }) => void): void;
  addEventListener(type: 'error', listener: () => void): void;
}

export interface ChatClientOptions {
  readonly room: string;
  /** Asked before each attempt: the address of a server, and a token that is still good. */
  readonly login: () => Promise<{ readonly url: string; readonly token: string }>;
  readonly open: (url: string, protocols: string[]) => Socket;
  /** At least 0, below 1. */
  readonly chance: () => number;
  readonly backOff?: (attempt: number) => number;
  readonly newId: () => string;
}

export interface ChatClientEvents {
  /** Each message once, in order. */
  entry(e: Entry): void;
  /** The reply to a join: first, after each reconnect. `recovered`: nothing is missing on the screen. */
  joined?(joined: Joined): void;
  /** What is on the screen is not the whole any more. */
  reset?(why: NotRecovered, entries: readonly Entry[]): void;
  acked?(id: string, o: number, dup: boolean): void;
  refused?(id: string): void;
  people?(t: 'came' | 'went', user: string): void;
  /** The server is here, or is not: `afterMs` until the next attempt. */
  up?(server: string): void;
  down?(afterMs: number, code: number): void;
  relay?(up: boolean): void;
  /** It will not come back by itself. */
  ended?(code: number): void;
}

/** Being up for so long is being well: the next loss begins with a short wait again. */
const wellAfterMs = 10_000;
const connectWithinMs = 5_000;
const sayAgainMs = 500;
/** As many as can be recovered at once. */
const remembered = limits.recover;
const isOpen = 1;

export class ChatClient {
  readonly #options: ChatClientOptions;
  readonly #events: ChatClientEvents;
  /** Said, and not confirmed. */
  readonly #unconfirmed = new Map<string, string>();
  /** The last messages on the screen, by name: one that Redis lost with its confirmation is said again. */
  readonly #shown = new Set<string>();
  #socket: Socket | null = null;
  #at: Position | null = null;
  #joined = false;
  #ended = false;
  #attempt = 0;
  #held: ReturnType<typeof setTimeout> | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #well: ReturnType<typeof setTimeout> | undefined;

  constructor(options: ChatClientOptions, events: ChatClientEvents) {
    this.#options = options;
    this.#events = events;
    void this.#connect();
  }

  get unconfirmed(): ReadonlyMap<string, string> {
    return this.#unconfirmed;
  }

  /** @returns the id under which it will be confirmed, now or after a reconnect */
  say(text: string): string {
    const id = this.#options.newId();
    this.#unconfirmed.set(id, text);
    if (!this.#held) this.#say(id, text);
    return id;
  }

  close(): void {
    this.#ended = true;
    clearTimeout(this.#retry);
    clearTimeout(this.#held);
    clearTimeout(this.#silence);
    clearTimeout(this.#well);
    this.#socket?.close();
  }

  async #connect(): Promise<void> {
    try {
      const { url, token } = await this.#options.login();
      if (this.#ended) return;
      const socket = this.#options.open(url, [subprotocol, token]);
      this.#socket = socket;
      this.#expect(connectWithinMs, socket);
      socket.addEventListener(
        'message',
        ({ data }) => this.#isCurrent(socket) && this.#hear(String(data), socket),
      );
      socket.addEventListener('close', ({ code }) => this.#isCurrent(socket) && this.#lost(code));
      socket.addEventListener('error', () => {}); // `close` follows.
    } catch {
      this.#lost(0);
    }
  }

  #isCurrent(socket: Socket): boolean {
    return this.#socket === socket && !this.#ended;
  }

  /** A socket may look open for minutes after the network is gone. Whoever hears nothing for so long gives it up. */
  #expect(silentMs: number, socket: Socket): void {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(() => {
      if (!this.#isCurrent(socket)) return;
      this.#lost(closeCodes.silent);
      socket.close();
    }, silentMs);
  }

  #silentMs = connectWithinMs;

  #lost(code: number): void {
    this.#socket = null;
    this.#joined = false;
    clearTimeout(this.#silence);
    clearTimeout(this.#well);
    if (this.#ended) return;
    if (code >= 4500) {
      this.#ended = true;
      this.#events.ended?.(code);
      return;
    }
    const { backOff, chance } = this.#options;
    const afterMs = backOff ? backOff(this.#attempt) : delayMs(fullJitter, this.#attempt, chance());
    this.#attempt += 1;
    this.#events.down?.(afterMs, code);
    this.#retry = setTimeout(() => void this.#connect(), afterMs);
  }

  #hear(text: string, socket: Socket): void {
    const message: FromServer = JSON.parse(text);
    switch (message.t) {
      case 'hello':
        this.#silentMs = message.silentMs;
        this.#well = setTimeout(() => {
          this.#attempt = 0;
        }, wellAfterMs);
        this.#events.up?.(message.server);
        this.#join();
        break;
      case 'joined':
        this.#arrive(message);
        break;
      case 'msg':
        this.#take(message.epoch, message.e);
        break;
      case 'reset':
        this.#at = message.at;
        this.#reset(message.why, message.entries);
        break;
      case 'ack':
        if (this.#unconfirmed.delete(message.id)) this.#events.acked?.(message.id, message.o, message.dup);
        break;
      case 'nack':
        this.#refused(message.id, message.why);
        break;
      case 'came':
      case 'went':
        this.#events.people?.(message.t, message.user);
        break;
      case 'relay':
        this.#events.relay?.(message.up);
        break;
      case 'beat':
      case 'move':
        break;
    }
    this.#expect(this.#silentMs, socket);
  }

  #join(): void {
    this.#joined = false;
    this.#send({ t: 'join', room: this.#options.room, ...(this.#at ? { at: this.#at } : {}) });
  }

  #arrive(joined: Joined): void {
    this.#events.joined?.(joined);
    // A page that comes instead of what was missed holds things that are on the screen already.
    if (joined.recovered) for (const e of joined.entries) this.#show(e);
    else this.#reset(joined.why ?? 'new-here', joined.entries);
    // Without a history there is no place to come back to.
    this.#at = joined.at.epoch === '' ? null : joined.at;
    this.#joined = true;
    this.#sayAgain();
  }

  #take(epoch: string, e: Entry): void {
    const at = this.#at;
    if (at && epoch === at.epoch && e.o <= at.o) return; // Known.
    if (at && (epoch !== at.epoch || e.o !== at.o + 1)) {
      this.#join(); // A hole: ask for the range.
      return;
    }
    if (at) this.#at = { epoch, o: e.o, tag: e.tag };
    this.#show(e);
  }

  #show(e: Entry): void {
    if (this.#isNew(e)) this.#events.entry(e);
  }

  #reset(why: NotRecovered, entries: readonly Entry[]): void {
    for (const e of entries) this.#isNew(e);
    this.#events.reset?.(why, entries);
  }

  #isNew({ from, id }: Entry): boolean {
    const name = `${from} ${id}`;
    if (this.#shown.has(name)) return false;
    this.#shown.add(name);
    const [oldest] = this.#shown;
    if (this.#shown.size > remembered && oldest !== undefined) this.#shown.delete(oldest);
    return true;
  }

  /** Its fate is unknown: it is said again under the same id, and what comes after it waits, so that the order stays. */
  #refused(id: string, why: 'unavailable' | 'refused'): void {
    if (why === 'refused') {
      if (this.#unconfirmed.delete(id)) this.#events.refused?.(id);
    } else this.#held ??= setTimeout(() => this.#sayAgain(), sayAgainMs);
  }

  #sayAgain(): void {
    clearTimeout(this.#held);
    this.#held = undefined;
    for (const [id, text] of this.#unconfirmed) this.#say(id, text);
  }

  #say(id: string, text: string): void {
    if (this.#joined) this.#send({ t: 'say', room: this.#options.room, id, text });
  }

  #send(message: FromClient): void {
    if (this.#socket?.readyState === isOpen) this.#socket.send(JSON.stringify(message));
  }
}
