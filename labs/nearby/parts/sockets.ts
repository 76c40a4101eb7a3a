// The design as it would run: location servers that listen for WebSockets on loopback, and phones that connect to them.
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import type { RedisServer, Service } from '../../../src/kit/run.ts';
import type { Strategy } from '../data.ts';
import type { Friends } from './friends.ts';
import {
  type LocationServer,
  type PhoneSession,
  type PlantedBug,
  startLocationServer,
  type ToPhone,
} from './location-server.ts';
import type { Place } from './places.ts';
import { redisBus, redisStore } from './redis-bus.ts';

/** What a phone can do, over whatever carries it. */
export interface Phone {
  report(n: number, place: Place): void;
  /** It leaves properly. */
  close(): void;
}

/** Location servers, and the way to them. */
export interface Gateway {
  readonly servers: readonly LocationServer[];
  connect(
    server: number,
    user: number,
    n: number,
    place: Place,
    hear: (message: ToPhone) => void,
  ): Promise<Phone>;
}

/** The first message says who it is. A real app would find that in the login's token. */
type FromPhone = { readonly type: 'hello' | 'at'; readonly user: number; readonly n: number } & Place;

export interface GatewayOptions {
  readonly redis: RedisServer;
  readonly strategy: Strategy;
  readonly servers: number;
  readonly friends: Friends;
  readonly ttlMs: number;
  readonly nowMs: () => number;
  readonly bug?: PlantedBug | undefined;
}

/** A phone's message is short: what is longer is no phone. */
const longestMessageBytes = 1_024;

export function locationServers(options: GatewayOptions): Service<Gateway> {
  const name = 'location-servers';
  return {
    name,
    programs: [],
    async start(host) {
      const secret = host.newSecret();
      const listeners: WebSocketServer[] = [];
      const phones = new Set<WebSocket>();
      const servers: LocationServer[] = [];
      for (let id = 0; id < options.servers; id += 1) {
        const server = await startOne(options, id, host.fail);
        servers.push(server);
        listeners.push(await listen(server, secret));
      }
      const ports = listeners.map((listener) => (listener.address() as AddressInfo).port);
      const gateway: Gateway = {
        servers,
        async connect(server, user, n, place, hear) {
          const socket = new WebSocket(`ws://127.0.0.1:${ports[server]}`, {
            headers: { authorization: `Bearer ${secret}` },
            perMessageDeflate: false,
          });
          phones.add(socket);
          socket.on('error', () => {}); // The server has gone: the run is over.
          socket.on('close', () => phones.delete(socket));
          socket.on('message', (bytes) => hear(JSON.parse(String(bytes)) as ToPhone));
          await once(socket, 'open');
          return phoneOf(socket, user, n, place);
        },
      };
      return {
        handle: gateway,
        info: { name, version: '', args: ports.map((port) => `127.0.0.1:${port}`) },
        async stop() {
          for (const socket of phones) socket.terminate();
          for (const listener of listeners) {
            for (const socket of listener.clients) socket.terminate();
            listener.close();
          }
        },
      };
    },
  };
}

async function startOne(
  { redis, ...options }: GatewayOptions,
  id: number,
  refused: (error: Error) => void,
): Promise<LocationServer> {
  const client = await redis.connect(`location-server-${id + 1}`);
  const bus = await redisBus(redis, `location-server-${id + 1}`, client, refused);
  return await startLocationServer({
    ...options,
    id,
    bus,
    store: redisStore(client, redis.key, options.ttlMs, refused),
  });
}

async function listen(server: LocationServer, secret: string): Promise<WebSocketServer> {
  const listener = new WebSocketServer({
    host: '127.0.0.1',
    port: 0,
    maxPayload: longestMessageBytes,
    perMessageDeflate: false,
    verifyClient: ({ req }: { req: IncomingMessage }) => req.headers.authorization === `Bearer ${secret}`,
  });
  await once(listener, 'listening');
  listener.on('connection', (socket) => {
    let session: PhoneSession | null = null;
    socket.on('error', () => {}); // Whoever sends what is no WebSocket frame is closed by ws itself.
    socket.on('close', () => session?.close());
    socket.on('message', (bytes) => {
      const message = read(String(bytes));
      if (message === null) return socket.close(1007);
      const { user, n } = message;
      if (session) session.report(n, message);
      else session = server.open(user, n, message, (reply) => socket.send(JSON.stringify(reply)));
    });
  });
  return listener;
}

function read(text: string): FromPhone | null {
  try {
    const message = JSON.parse(text) as FromPhone | null;
    return typeof message === 'object' && message !== null && 'type' in message ? message : null;
  } catch {
    return null;
  }
}

function phoneOf(socket: WebSocket, user: number, n: number, place: Place): Phone {
  const say = (type: FromPhone['type'], next: number, where: Place) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ type, user, n: next, ...where }));
  };
  say('hello', n, place);
  return { report: (next, where) => say('at', next, where), close: () => socket.close() };
}
