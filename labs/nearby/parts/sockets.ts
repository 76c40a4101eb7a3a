// The design as it would run: location servers behind the chat's gateway, which lets phones in by a token, and phones
// that connect to them by WebSocket.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import {
  type Connection,
  closeCodes,
  openGateway,
  type RedisServer,
  type Service,
  signToken,
  subprotocol,
} from '../../../src/kit/run.ts';
import type { Strategy } from '../data.ts';
import type { Bus } from './bus.ts';
import type { Friends } from './friends.ts';
import {
  type LocationServer,
  type PhoneSession,
  type PlantedBug,
  startLocationServer,
  type ToPhone,
} from './location-server.ts';
import type { Place } from './places.ts';
import { onlyRefusals, redisBus, redisStore } from './redis-bus.ts';

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

/** Who it is stands in the token. */
type FromPhone = { readonly n: number } & Place;

export interface GatewayOptions {
  readonly redis: RedisServer;
  readonly strategy: Strategy;
  readonly servers: number;
  readonly friends: Friends;
  /** After which a silent phone is let go, by `nowMs`; and after which Redis forgets where it was, by its own clock. */
  readonly ttlMs: number;
  readonly keyTtlMs: number;
  readonly nowMs: () => number;
  readonly bug?: PlantedBug | undefined;
  /** Looks on at what a server says and hears. */
  readonly watch?: ((bus: Bus, server: number) => Bus) | undefined;
}

/** A world runs up to 600 times as fast as ours, and a phone reports once in a second of it. */
const framesPerSecond = 1_000;
/** Who is silent is let go by the TTL: the gateway's own heart is for those who read slowly on a busy machine, too. */
const beatMs = 60_000;
const tokenLivesMs = 24 * 3_600_000;

export function locationServers(options: GatewayOptions): Service<Gateway> {
  const name = 'location-servers';
  return {
    name,
    programs: [],
    async start(host) {
      const secret = host.newSecret();
      const listeners: Listener[] = [];
      const phones = new Set<WebSocket>();
      const servers: LocationServer[] = [];
      for (let id = 0; id < options.servers; id += 1) {
        const server = await startOne(options, id, host.fail);
        servers.push(server);
        listeners.push(await listen(server, secret));
      }
      const gateway: Gateway = {
        servers,
        async connect(server, user, n, place, hear) {
          const token = await signToken(secret, `${user}`, tokenLivesMs);
          const url = `ws://127.0.0.1:${listeners[server]?.port}`;
          const socket = new WebSocket(url, [subprotocol, token], { perMessageDeflate: false });
          phones.add(socket);
          socket.on('error', () => {}); // The server has gone: the run is over.
          socket.on('close', () => phones.delete(socket));
          socket.on('message', (bytes) => {
            const message = JSON.parse(String(bytes)) as ToPhone | { readonly t: 'beat' };
            if ('type' in message) hear(message);
          });
          await once(socket, 'open');
          return phoneOf(socket, n, place);
        },
      };
      return {
        handle: gateway,
        info: { name, version: '', args: listeners.map(({ port }) => `127.0.0.1:${port}`) },
        async stop() {
          for (const listener of listeners) await listener.close();
          for (const socket of phones) socket.terminate();
        },
      };
    },
  };
}

async function startOne(
  { redis, watch = (bus) => bus, ...options }: GatewayOptions,
  id: number,
  refused: (error: Error) => void,
): Promise<LocationServer> {
  const client = await redis.connect(`location-server-${id + 1}`);
  const bus = await redisBus(redis, `location-server-${id + 1}`, client, refused);
  return await startLocationServer({
    ...options,
    id,
    bus: watch(bus, id),
    store: redisStore(client, redis.key, options.keyTtlMs, refused),
    failed: onlyRefusals(refused),
  });
}

interface Listener {
  readonly port: number;
  close(): Promise<void>;
}

async function listen(server: LocationServer, secret: string): Promise<Listener> {
  const sessions = new Map<Connection, PhoneSession>();
  const name = `location-server-${server.id + 1}`;
  const gateway = await openGateway(
    { port: 0, name, secret, beatMs, framesPerSecond },
    {
      opened() {}, // It is somewhere when it says so.
      message(connection, text) {
        const message = read(text);
        const session = sessions.get(connection);
        if (message === null) connection.close(closeCodes.badFrame, 'no report');
        else if (session) session.report(message.n, message);
        else {
          const send = (reply: ToPhone) => connection.send(reply);
          sessions.set(connection, server.open(Number(connection.user), message.n, message, send));
        }
      },
      closed(connection) {
        sessions.get(connection)?.close();
        sessions.delete(connection);
      },
    },
  );
  return {
    port: gateway.port,
    close() {
      sessions.clear(); // The run is over, and nobody says goodbye to a Redis that goes, too.
      return gateway.close();
    },
  };
}

function read(text: string): FromPhone | null {
  try {
    const message = JSON.parse(text) as FromPhone | null;
    return Number.isSafeInteger(message?.n) ? message : null;
  } catch {
    return null;
  }
}

function phoneOf(socket: WebSocket, first: number, place: Place): Phone {
  const say = (n: number, { lat, lon }: Place) => {
    if (socket.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ n, lat, lon }));
  };
  say(first, place);
  return { report: say, close: () => socket.close() };
}
