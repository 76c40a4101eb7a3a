// The door of a server of WebSockets: who is let in, how fast one may talk, how long one may be silent, and how all are
// sent away. It knows nothing of rooms; another service can stand on it as the chat does:
//
//   const gateway = await openGateway(options, {
//     opened(connection) { … connection.user, connection.id, connection.send({ t: 'hello' }) … },
//     message(connection, text) { … }, closed(connection) { … },
//   });
//   const frame = frameOf(JSON.stringify(news));            // built once,
//   for (const connection of readers) connection.write(frame); // written to many
//   await gateway.drain(5_000); await gateway.close();
//
// A client says who it is by a token (signToken) as the second of its subprotocols: a browser can set no header, and an
// address stands in every log. It is told why it is not let in by the code of the close frame (wire.ts), for a browser
// does not show the status of a refused upgrade; only a foreign page (Origin) gets a bare 403.
import { randomBytes, randomInt } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { WebSocketServer } from 'ws';
import { Connection, type ConnectionEvents, GatewaySocket } from './connection.ts';
import { frameOf } from './frame.ts';
import { isOwnPage } from './own-page.ts';
import { tokenReader } from './token.ts';
import { closeCodes, limits, subprotocol } from './wire.ts';

export interface GatewayOptions {
  /** 0 for any that is free. */
  readonly port: number;
  /** Names this server in the ids of its connections. */
  readonly name: string;
  /** What tokens are signed with. */
  readonly secret: string;
  /** A client that is silent for twice as long is cut; so may a client judge the server, which sends a beat. */
  readonly beatMs?: number;
  readonly framesPerSecond?: number;
}

export interface GatewayEvents extends ConnectionEvents {
  opened(connection: Connection): void;
  /** Any plain HTTP request. */
  request?(request: IncomingMessage, response: ServerResponse): void;
}

export interface Gateway {
  readonly port: number;
  readonly connections: ReadonlySet<Connection>;
  /** Lets nobody in any more, and asks everybody to move, each at a moment of its own within the window. */
  drain(windowMs: number): Promise<void>;
  close(): Promise<void>;
}

const host = '127.0.0.1';
export const defaultBeatMs = 5_000;
const defaultFramesPerSecond = 50;
const beat = frameOf('{"t":"beat"}');

export async function openGateway(options: GatewayOptions, events: GatewayEvents): Promise<Gateway> {
  const { beatMs = defaultBeatMs, framesPerSecond = defaultFramesPerSecond } = options;
  const rate = { perSecond: framesPerSecond, atOnce: 2 * framesPerSecond };
  const readToken = await tokenReader(options.secret);
  const connections = new Set<Connection>();
  const server = createServer((request, response) => {
    if (events.request) events.request(request, response);
    else response.writeHead(404).end();
  });
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: limits.frameBytes,
    perMessageDeflate: false,
    WebSocket: GatewaySocket,
    // The first one only: the other is the token, which must not be repeated.
    handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
  });

  server.on('upgrade', (request, socket, head) => {
    socket.on('error', ignore);
    if (!isOwnPage(request.headers)) return refuse(socket);
    sockets.handleUpgrade(request, socket, head, (ws) => void admit(ws, socket, tokenOf(request)));
  });

  /** This and `ignore` are functions of their own: the request, some kilobytes, would live as long as the connection. */
  async function admit(ws: GatewaySocket, socket: Duplex, token: string): Promise<void> {
    ws.pause(); // What it says before we know who it is waits in the network.
    ws.on('error', ignore);
    const identity = await readToken(token);
    if (!identity || !server.listening) {
      ws.resume();
      const [code, reason] = identity ? goingAway : notWelcome;
      return ws.close(code, reason);
    }
    const id = `${options.name}.${randomBytes(6).toString('hex')}`;
    const connection = new Connection({ ...identity, id }, ws, socket, heard, rate);
    connections.add(connection);
    events.opened(connection);
    ws.resume();
  }

  const heard: ConnectionEvents = {
    message: (connection, text) => events.message(connection, text),
    closed(connection) {
      connections.delete(connection);
      events.closed(connection);
    },
  };

  // One timer for all: ten thousand would hold as many lists of their own.
  const expiry = setInterval(() => {
    const nowMs = performance.timeOrigin + performance.now();
    for (const connection of connections)
      if (connection.expiresMs <= nowMs) connection.close(closeCodes.tokenExpired, 'the token expired');
  }, expiryEveryMs);

  const heart = setInterval(() => {
    for (const connection of connections) {
      if (connection.probe()) connection.write(beat);
      else connection.cut();
    }
  }, beatMs);

  server.listen(options.port, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    port,
    connections,
    async drain(windowMs) {
      server.close();
      const closed = [...connections].map(async (connection) => {
        const afterMs = randomInt(windowMs + 1);
        connection.send({ t: 'move', afterMs });
        await new Promise((resolve) => setTimeout(resolve, afterMs));
        connection.close(...goingAway);
      });
      await Promise.all(closed);
    },
    async close() {
      clearInterval(heart);
      clearInterval(expiry);
      for (const connection of connections) connection.close(...goingAway);
      if (server.listening) server.close();
      server.closeAllConnections();
      sockets.close();
    },
  };
}

function ignore(): void {}

const goingAway = [closeCodes.restart, 'the server restarts'] as const;
const notWelcome = [closeCodes.denied, 'no valid token'] as const;
const expiryEveryMs = 1_000;

function tokenOf({ headers }: IncomingMessage): string {
  const [, token = ''] = (headers['sec-websocket-protocol'] ?? '').split(',');
  return token.trim();
}

function refuse(socket: Duplex): void {
  socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\nContent-Length: 0\r\n\r\n');
}
