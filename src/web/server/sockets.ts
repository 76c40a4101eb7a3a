// The WebSockets of a page: how many, how fast, how large, and that each says `join` first.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { objectIn } from '../../course/read-text.ts';
import type { Role } from './credentials.ts';

export interface SocketLimits {
  readonly payloadBytes: number;
  readonly sockets: number;
  readonly perAddress: number;
  readonly messagesPerSecond: number;
  readonly joinWithinMs: number;
  /** What may wait for a reader that does not read. */
  readonly waitingBytes: number;
}

export const socketLimits: SocketLimits = {
  payloadBytes: 16 * 1024,
  sockets: 64,
  perAddress: 8,
  messagesPerSecond: 20,
  joinWithinMs: 5_000,
  waitingBytes: 1024 * 1024,
};

/** Why we close: what a page can tell its reader. */
export const closeCodes = {
  goingAway: 1001,
  policy: 1008,
  tooMany: 1013,
  replaced: 4001,
  wrongRole: 4503,
} as const;

export interface Peer {
  readonly role: Role;
  /** A reader that does not keep up is closed, and nobody waits for it. */
  send(json: string): void;
  close(code: number): void;
}

export interface SocketEvents {
  /** @param said JSON; the first one is a `join` */
  message(peer: Peer, said: Readonly<Record<string, unknown>>): void;
  closed(peer: Peer): void;
}

export function openSockets(limits: SocketLimits, nowMs: () => number, events: SocketEvents) {
  const open = new Map<WebSocket, string>();
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: limits.payloadBytes,
    perMessageDeflate: false,
  });

  function admit(role: Role, request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const from = request.socket.remoteAddress ?? '';
    server.handleUpgrade(request, socket, head, (ws) => {
      ws.on('error', () => {}); // It is closed, with the code that says why.
      const sameAddress = [...open.values()].filter((address) => address === from).length;
      if (open.size >= limits.sockets || sameAddress >= limits.perAddress) return end(ws, closeCodes.tooMany);
      open.set(ws, from);
      listen(role, ws);
    });
  }

  function listen(role: Role, ws: WebSocket): void {
    let joined = false;
    let [secondMs, inSecond] = [nowMs(), 0];
    const peer: Peer = {
      role,
      close: (code) => end(ws, code),
      send(json) {
        if (ws.bufferedAmount > limits.waitingBytes) ws.terminate();
        else ws.send(json, () => {});
      },
    };
    const late = setTimeout(() => end(ws, closeCodes.policy), limits.joinWithinMs);
    ws.on('message', (data, isBinary) => {
      if (nowMs() - secondMs >= 1_000) [secondMs, inSecond] = [nowMs(), 0];
      inSecond += 1;
      const said = isBinary ? null : objectIn(data.toString());
      const isJoin = said?.verb === 'join';
      if (inSecond > limits.messagesPerSecond || !said || isJoin === joined)
        return end(ws, closeCodes.policy);
      joined = true;
      clearTimeout(late);
      if (ws.readyState === ws.OPEN) events.message(peer, said);
    });
    ws.on('close', () => {
      clearTimeout(late);
      open.delete(ws);
      if (joined) events.closed(peer);
    });
  }

  return {
    admit,
    close(): void {
      for (const ws of server.clients) {
        ws.close(closeCodes.goingAway);
        ws.terminate();
      }
      server.close();
    },
  };
}

/** Who does not answer a goodbye is not waited for. */
const goodbyeMs = 1_000;

function end(ws: WebSocket, code: number): void {
  ws.close(code);
  setTimeout(() => ws.terminate(), goodbyeMs).unref();
}
