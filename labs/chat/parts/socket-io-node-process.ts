// The yardstick: the same chat as Socket.IO's own documentation builds it, with one of its two adapters for Redis.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { createAdapter as createPubsub } from '@socket.io/redis-adapter';
import { createAdapter as createStreams } from '@socket.io/redis-streams-adapter';
import { Redis } from 'ioredis';
import { Server } from 'socket.io';
import { tokenReader } from '../../../src/kit/run.ts';
import type { SocketIoOptions } from './socket-io-node.ts';

const options: SocketIoOptions & { port: number } = JSON.parse(readFileSync(0, 'utf8'));
const { host, port, password } = options.redis;
/** The adapters were written for the replies of RESP2. A client without a listener for errors writes to the console. */
const connect = (): Redis => {
  const client = new Redis({ host, port, password, protocol: 2 }).on('error', () => {});
  clients.push(client);
  return client;
};
const clients: Redis[] = [];
const historyMs = 120_000;
/** It looks so often whether it is to end. */
const blockMs = 200;

const server = createServer((request, response) => {
  if (request.url === '/healthz') response.end(JSON.stringify({ pid: process.pid }));
  else response.writeHead(404).end();
});
const io = new Server(server, {
  serveClient: false,
  transports: ['websocket'],
  pingInterval: options.beatMs,
  pingTimeout: options.beatMs,
  ...(options.keep === null
    ? { adapter: createPubsub(connect(), connect()) }
    : {
        adapter: createStreams(connect(), { maxLen: options.keep, blockTimeInMs: blockMs }),
        connectionStateRecovery: { maxDisconnectionDuration: historyMs },
      }),
});
const readToken = await tokenReader(options.secret);
io.use(async (socket, next) => {
  const identity = await readToken(socket.handshake.auth.token);
  next(identity ? undefined : new Error('no valid token'));
});
io.on('connection', (socket) => {
  const { room } = socket.handshake.auth;
  void socket.join(room); // Again after a recovery, which changes nothing.
  socket.on('say', (text: string, confirm: () => void) => {
    io.to(room).emit('msg', text);
    confirm();
  });
});
server.listen(options.port, '127.0.0.1');
process.on('SIGTERM', async () => {
  // Everybody is disconnected with the reason "server shutting down", which can be recovered from.
  await io.close();
  setTimeout(() => {
    for (const client of clients) client.disconnect();
  }, options.drainMs);
});
