// The least that a chat over several servers can be: what Redis tells goes to every socket of its room.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { Redis } from 'ioredis';
import { type WebSocket, WebSocketServer } from 'ws';
import type { BareOptions } from './arms.ts';

const { port, redis }: BareOptions & { port: number } = JSON.parse(readFileSync(0, 'utf8'));
const connect = () => new Redis({ host: redis.host, port: redis.port, password: redis.password });
const [commands, relay] = [connect(), connect()];
const rooms = new Map<string, Set<WebSocket>>();
relay.on('message', (room, text) => {
  for (const socket of rooms.get(room) ?? []) socket.send(text);
});
const server = createServer((_, response) => response.end(JSON.stringify({ pid: process.pid })));
const sockets = new WebSocketServer({ server, perMessageDeflate: false });
sockets.on('connection', (socket, { url = '/' }) => {
  const room = url.slice(1);
  const members = rooms.get(room) ?? new Set();
  rooms.set(room, members.add(socket));
  if (members.size === 1) void relay.subscribe(room);
  socket.on('message', (data) => void commands.publish(room, String(data)));
  socket.on('error', () => {});
  socket.on('close', () => members.delete(socket));
});
server.listen(port, '127.0.0.1');
