import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type Credentials, openCredentials, type Role } from './credentials.ts';
import { alwaysSent, answerTo, authorityOf, type Door, type Pages, refusalOf, socketPaths } from './door.ts';
import { openSockets, type SocketEvents, type SocketLimits, socketLimits } from './sockets.ts';

export interface DemoServerOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** An address of this machine that phones can reach; null for this machine alone. */
  readonly lan: string | null;
  readonly pages: Pages;
  /** Of a clock that never goes back. */
  readonly nowMs: () => number;
  readonly codeLivesMs?: number;
  /** After so long without a request or a message it ends by itself. */
  readonly idleMs?: number;
  /** For a request to say all it has to say. */
  readonly requestMs?: number;
  readonly limits?: Partial<SocketLimits>;
  /** Whether something is under way that nobody has to ask for. */
  readonly isBusy: () => boolean;
}

export interface DemoServer {
  readonly port: number;
  readonly credentials: Credentials;
  /** What the host's page can fetch by its path, until something else takes its place. Returns that path. */
  offer(json: string): string;
  /** Resolves when nobody has asked for anything for so long. */
  readonly idle: Promise<void>;
  close(): Promise<void>;
}

const loopback = '127.0.0.1';
const codeLivesMs = 60_000;
const idleMs = 30 * 60_000;
const requestMs = 5_000;
const refusedForMs = 500;
/** Kept for a page that fetches after the next one was offered. */
const offersKept = 4;

/** One page on 127.0.0.1, and where phones are wanted one on the LAN; a WebSocket for each role. */
export async function openDemoServer(options: DemoServerOptions, events: SocketEvents): Promise<DemoServer> {
  const credentials = openCredentials(options.nowMs, options.codeLivesMs ?? codeLivesMs);
  const data = new Map<string, Buffer>();
  const sockets = openSockets({ ...socketLimits, ...options.limits }, options.nowMs, {
    ...events,
    message(peer, said) {
      idle.heard();
      events.message(peer, said);
    },
  });
  const idle = watchIdle(options);
  const servers: Server[] = [];

  function serve(door: Door, server: Server): void {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => {
      idle.heard();
      const { status, headers, body } = answerTo(request, door, {
        newPage: credentials,
        pages: options.pages,
        data,
      });
      response.writeHead(status, { ...alwaysSent, ...headers, 'content-length': body?.length ?? 0 });
      response.end(request.method === 'HEAD' ? undefined : body);
    });
    server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
      socket.on('error', () => {});
      const role = door.roles.find((one) => socketPaths[one] === request.url);
      const refused = refusalOf(request, door) ?? upgradeRefusal(request, door, role, credentials);
      if (refused !== null || !role) refuse(socket, refused ?? 404);
      else sockets.admit(role, request, socket, head);
    });
    server.on('clientError', (_, socket) => refuse(socket, 400));
    servers.push(server);
  }

  const port = await bindAll(options, serve);
  return {
    port,
    credentials,
    idle: idle.ended,
    offer(json) {
      const path = `/data/${credentials.newCode()}`;
      data.set(path, Buffer.from(json));
      for (const old of [...data.keys()].slice(0, -offersKept)) data.delete(old);
      return path;
    },
    async close() {
      idle.stop();
      sockets.close();
      await Promise.all(
        servers.map(async (server) => {
          const closed = once(server, 'close');
          server.close();
          server.closeAllConnections();
          await closed;
        }),
      );
    },
  };
}

/** `null`, the Origin of a sandboxed frame, is no page of ours; nor is who sends none. */
function upgradeRefusal(
  { headers }: IncomingMessage,
  door: Door,
  role: Role | undefined,
  credentials: Credentials,
): number | null {
  if (!role) return 404;
  if (headers.origin !== `http://${authorityOf(door)}`) return 403;
  return credentials.has(role, door.port, headers.cookie) ? null : 401;
}

const reasons: Readonly<Record<number, string>> = {
  400: 'Bad Request',
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  421: 'Misdirected Request',
};

function refuse(socket: Duplex, status: number): void {
  socket.end(`HTTP/1.1 ${status} ${reasons[status]}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
  // Not at once: what it still sends would make the network throw our answer away.
  setTimeout(() => socket.destroy(), refusedForMs).unref();
}

/** The same port on both addresses: one number to read out. */
async function bindAll(
  { port, lan, requestMs: withinMs = requestMs }: DemoServerOptions,
  serve: (door: Door, server: Server) => void,
): Promise<number> {
  const home = await listenOn(loopback, port, withinMs);
  const bound = (home.address() as AddressInfo).port;
  serve({ address: loopback, port: bound, roles: ['host', 'voter'] }, home);
  if (lan === null) return bound;
  try {
    serve({ address: lan, port: bound, roles: ['voter'] }, await listenOn(lan, bound, withinMs));
    return bound;
  } catch (error) {
    home.close();
    throw error;
  }
}

async function listenOn(address: string, port: number, withinMs: number): Promise<Server> {
  const server = createServer({
    headersTimeout: withinMs,
    requestTimeout: withinMs,
    connectionsCheckingInterval: Math.min(1_000, withinMs),
  });
  server.listen(port, address);
  await once(server, 'listening');
  return server;
}

function watchIdle({ nowMs, idleMs: limitMs = idleMs, isBusy }: DemoServerOptions) {
  let heardMs = nowMs();
  let timer: NodeJS.Timeout;
  const ended = new Promise<void>((resolve) => {
    const look = () => {
      if (isBusy()) heardMs = nowMs();
      if (nowMs() - heardMs >= limitMs) resolve();
    };
    timer = setInterval(look, Math.min(1_000, limitMs));
  });
  return {
    ended,
    heard(): void {
      heardMs = nowMs();
    },
    stop: () => clearInterval(timer),
  };
}
