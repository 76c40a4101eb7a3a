// The three servers behind the real balancers. Each speaks plain HTTP, WebSocket (/ws) and Socket.IO, and
// every answer carries its number.
import type { IncomingMessage } from 'node:http';
import { Server as SocketIo } from 'socket.io';
import { type WebSocket, WebSocketServer } from 'ws';
import { listen, type Scope } from '../../../../src/kit/run.ts';

export interface ChatServers {
  readonly ports: readonly number[];
  /** Calls back for every WebSocket that one of them accepts. */
  onWebSocket(listener: (socket: WebSocket, request: IncomingMessage) => void): void;
  /** The servers of Socket.IO, in order. */
  readonly io: readonly SocketIo[];
}

export const chatServers = 3;

export async function openChatServers(scope: Scope): Promise<ChatServers> {
  const listeners: ((socket: WebSocket, request: IncomingMessage) => void)[] = [];
  const ios: SocketIo[] = [];
  const ports = await Promise.all(
    Array.from({ length: chatServers }, async (_, number) => {
      const { server, port } = await listen(scope, (_request, response) => void response.end(String(number)));
      const webSockets = new WebSocketServer({ noServer: true });
      webSockets.on('connection', (socket, request) => {
        // The answer to a frame: which server it reached, and the frame itself.
        socket.on('message', (frame) => socket.send(`${number} ${frame}`));
        socket.on('error', () => {}); // A balancer may be killed; the end itself is what counts.
        for (const listener of listeners) listener(socket, request);
      });
      const io = new SocketIo(server, { serveClient: false });
      ios[number] = io;
      io.on('connection', (socket) => {
        socket.on('which', (answer: (server: number) => void) => answer(number));
      });
      // Socket.IO has taken its own path by now, and leaves the others alone.
      server.on('upgrade', (request, socket, head) => {
        if (!request.url?.startsWith('/ws')) return;
        webSockets.handleUpgrade(request, socket, head, (accepted) =>
          webSockets.emit('connection', accepted, request),
        );
      });
      scope.defer(async () => {
        for (const socket of webSockets.clients) socket.terminate();
        await io.close();
      });
      return port;
    }),
  );
  return { ports, io: ios, onWebSocket: (listener) => void listeners.push(listener) };
}
