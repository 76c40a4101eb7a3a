// A chat server: the gateway lets people in, the rooms pass on what they say, Redis holds what outlives this process.
// Several of these with one Redis are one chat.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RedisAddress } from '../services/redis-url.ts';
import type { Connection } from './connection.ts';
import { frameOf } from './frame.ts';
import { readFromClient } from './from-client.ts';
import { defaultBeatMs, type Gateway, type GatewayOptions, openGateway } from './gateway.ts';
import { type Line, openLine } from './in-order.ts';
import { openMetrics } from './metrics.ts';
import { openRedis } from './open-redis.ts';
import { defaultPresence, openPresence, type Presence, type PresenceTimes } from './presence.ts';
import type { Relay } from './relay.ts';
import { RoomWithRecovery } from './room-with-recovery.ts';
import { type Mode, type Room, roomAlone, roomOfPubSub } from './rooms.ts';
import { defaultStore, openStore, type Store, type StoreOptions } from './store.ts';
import { closeCodes, type FromClient, type FromServer, type Joined } from './wire.ts';

export interface ChatOptions extends GatewayOptions {
  readonly mode: Mode;
  /** Several: nodes of a cluster, with one login for all. */
  readonly redis: RedisAddress | readonly RedisAddress[];
  readonly store?: Partial<StoreOptions>;
  readonly presence?: PresenceTimes;
  /** Mistakes that others make, for tests which must find them. */
  readonly planted?: Planted;
  /** Plain HTTP beyond /healthz and /metrics: a page. */
  readonly request?: (request: IncomingMessage, response: ServerResponse) => void;
}

/** no-tag: offsets are believed by themselves. relay-first: told before it is kept. ack-first: confirmed before it is kept. */
export type Planted = 'no-tag' | 'relay-first' | 'ack-first';

export interface ChatServer {
  readonly port: number;
  /** Everybody is asked to move, each at a moment of its own in the window; then it ends. */
  drain(windowMs: number): Promise<void>;
  close(): Promise<void>;
}

const checkEveryMs = 5_000;
const againMs = 200;

export async function startChat(options: ChatOptions): Promise<ChatServer> {
  const server = new Chat(options);
  await server.open();
  return server;
}

class Chat implements ChatServer {
  readonly #options: ChatOptions;
  readonly #rooms = new Map<string, Room>();
  readonly #lines = new WeakMap<Connection, Line>();
  readonly #metrics = openMetrics({
    connections: () => this.#gateway?.connections.size ?? 0,
    rooms: () => this.#rooms.size,
    waiting: () => this.#waiting,
  });
  readonly #closers: (() => void)[] = [];
  #gateway: Gateway | null = null;
  #shared: { store: Store; relay: Relay; presence: Presence } | null = null;
  #waiting = 0;
  #relayIsUp = true;
  #draining = false;

  constructor(options: ChatOptions) {
    this.#options = options;
  }

  get port(): number {
    return this.#gateway?.port ?? 0;
  }

  async open(): Promise<void> {
    if (this.#options.mode !== 'alone') await this.#openShared();
    this.#gateway = await openGateway(this.#options, {
      opened: (connection) => this.#welcome(connection),
      message: (connection, text) => this.#hear(connection, text),
      closed: (connection) => {
        for (const name of [...this.#rooms.keys()]) this.#leave(name, connection);
      },
      request: (request, response) => void this.#reply(request, response),
    });
  }

  async drain(windowMs: number): Promise<void> {
    this.#draining = true;
    await this.#gateway?.drain(windowMs);
    await this.close();
  }

  async close(): Promise<void> {
    this.#draining = true;
    await this.#gateway?.close();
    await this.#shared?.presence.close();
    for (const room of this.#rooms.values()) room.close();
    for (const close of this.#closers) close();
  }

  /** Two connections: one that has subscribed can ask for nothing else. */
  async #openShared(): Promise<void> {
    const { name, secret, presence = defaultPresence } = this.#options;
    const { commands, relay, partitions } = await openRedis(this.#options, this.#closers);
    const store = openStore(commands, { ...defaultStore, ...partitions, ...this.#options.store }, secret);
    this.#shared = { store, relay, presence: await openPresence(store, name, presence) };
    commands.on('close', () => this.#relayIs(false));
    relay.onLost(() => this.#relayIs(false));
    relay.onBack(() => {
      this.#relayIs(true);
      for (const room of this.#rooms.values()) room.check();
    });
    const timer = setInterval(() => {
      relay.probe();
      for (const room of this.#rooms.values()) room.check();
    }, checkEveryMs);
    this.#closers.push(() => clearInterval(timer));
  }

  #welcome(connection: Connection): void {
    const { name, beatMs = defaultBeatMs } = this.#options;
    this.#send(connection, { t: 'hello', user: connection.user, server: name, silentMs: 2 * beatMs });
    if (!this.#relayIsUp) this.#send(connection, { t: 'relay', up: false });
  }

  #hear(connection: Connection, text: string): void {
    const message = readFromClient(text);
    if (!message) connection.close(closeCodes.badFrame, 'not understood');
    else if (message.t === 'join') void this.#join(connection, message);
    else if (message.t === 'leave') this.#leave(message.room, connection);
    else void this.#say(connection, message);
  }

  async #join(connection: Connection, { room: name, at }: FromClient & { t: 'join' }): Promise<void> {
    const room = this.#room(name);
    for (;;) {
      try {
        const arrival = await room.join(connection, at);
        const { people, count } = await this.#peopleWith(name, room, connection);
        if (!room.members.has(connection)) return; // It went away meanwhile.
        const joined: Joined = { t: 'joined', room: name, ...arrival, people, count };
        this.#send(connection, joined);
        room.members.listen(connection, arrival.at.o);
        this.#metrics.joined.inc({ result: arrival.why ?? 'recovered' });
        return;
      } catch {
        // Redis is away: the client has been told, and waits as we do.
        await new Promise((resolve) => setTimeout(resolve, againMs));
        if (!room.members.has(connection)) return;
      }
    }
  }

  async #peopleWith(name: string, room: Room, connection: Connection) {
    if (!this.#shared) return { people: [connection.user], count: room.members.size };
    await this.#shared.presence.enter(name, connection.id, connection.user);
    return await this.#shared.store.people(name);
  }

  async #say(connection: Connection, { room: name, id, text }: FromClient & { t: 'say' }): Promise<void> {
    const room = this.#rooms.get(name);
    if (!room?.members.has(connection) || text === '')
      return this.#send(connection, { t: 'nack', id, why: 'refused' });
    const ackFirst = this.#options.planted === 'ack-first';
    if (ackFirst) this.#send(connection, { t: 'ack', id, o: 0, dup: false });
    this.#waiting += 1;
    try {
      const said = { id, from: connection.user, text };
      const { o, dup } = await this.#lineOf(connection).add(id, () => room.say(said));
      if (!ackFirst) this.#send(connection, { t: 'ack', id, o, dup });
      this.#metrics.said.inc({ result: dup ? 'known' : 'taken' });
    } catch {
      if (!ackFirst) this.#send(connection, { t: 'nack', id, why: 'unavailable' });
      this.#metrics.said.inc({ result: 'unavailable' });
    } finally {
      this.#waiting -= 1;
    }
  }

  #lineOf(connection: Connection): Line {
    const line = this.#lines.get(connection) ?? openLine();
    this.#lines.set(connection, line);
    return line;
  }

  #leave(name: string, connection: Connection): void {
    const room = this.#rooms.get(name);
    if (!room?.members.remove(connection)) return;
    this.#shared?.presence.leave(name, connection.id, connection.user);
    if (room.members.size > 0) return;
    room.close();
    this.#rooms.delete(name);
  }

  #room(name: string): Room {
    const known = this.#rooms.get(name);
    if (known) return known;
    const delivered = (count: number) => this.#metrics.delivered.inc(count);
    const healed = (result: string) => this.#metrics.healed.inc({ result });
    const { mode, planted } = this.#options;
    const mistakes = { trustOffsets: planted === 'no-tag', relayFirst: planted === 'relay-first' };
    const made = !this.#shared
      ? roomAlone(name, delivered)
      : mode === 'pubsub'
        ? roomOfPubSub(name, { ...this.#shared, delivered })
        : new RoomWithRecovery(name, { ...this.#shared, delivered, healed, ...mistakes });
    this.#rooms.set(name, made);
    return made;
  }

  /** Clients are told that their words wait, and when they go on. */
  #relayIs(up: boolean): void {
    if (this.#relayIsUp === up) return;
    this.#relayIsUp = up;
    const message: FromServer = { t: 'relay', up };
    const frame = frameOf(JSON.stringify(message));
    for (const connection of this.#gateway?.connections ?? []) connection.write(frame);
  }

  async #reply(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.url === '/healthz') {
      // The truth about Redis, asked now: a balancer must not send people to a server that cannot take their words.
      const redis = this.#shared ? await this.#shared.store.isUp() : true;
      const ok = redis && !this.#draining;
      response.writeHead(ok ? 200 : 503, { 'content-type': 'application/json' });
      response.end(JSON.stringify({ ok, redis, draining: this.#draining, pid: process.pid }));
    } else if (request.url === '/metrics') {
      response.writeHead(200, { 'content-type': this.#metrics.contentType }).end(await this.#metrics.text());
    } else if (this.#options.request) this.#options.request(request, response);
    else response.writeHead(404).end();
  }

  #send(connection: Connection, message: FromServer): void {
    connection.send(message);
  }
}
