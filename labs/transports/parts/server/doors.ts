// Four ways for the same updates to reach a client. What each costs the server is what the lab measures.
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Feed } from './feed.ts';

/** What the doors count. */
export interface Counts {
  requests: number;
  /** Answers to a question in which there was nothing new. */
  empty: number;
  /** Connections and questions that wait for updates at this moment. */
  readonly waiting: Record<Waiting, number>;
  /** Of those, all there have been. */
  readonly opened: Record<Waiting, number>;
}

export type Waiting = 'long-poll' | 'sse' | 'websocket' | 'websocket-heartbeat';

export function noCounts(): Counts {
  const none = () => ({ 'long-poll': 0, sse: 0, websocket: 0, 'websocket-heartbeat': 0 });
  return { requests: 0, empty: 0, waiting: none(), opened: none() };
}

function opens(counts: Counts, door: Waiting): void {
  counts.waiting[door] += 1;
  counts.opened[door] += 1;
}

const json = { 'Content-Type': 'application/json' };

/** Short polling: whatever is new since then, also when that is nothing. Long polling: the answer waits for something new. */
export function answerPoll(
  feed: Feed,
  counts: Counts,
  query: URLSearchParams,
  response: ServerResponse,
): void {
  const since = Number(query.get('since'));
  const waitMs = Number(query.get('wait') ?? 0);
  const answer = () => {
    const updates = feed.after(since);
    if (updates.length === 0) counts.empty += 1;
    const body = `[${updates.join(',')}]`;
    response.writeHead(200, { ...json, 'Content-Length': Buffer.byteLength(body) }).end(body);
  };
  if (waitMs === 0 || feed.lastId > since) {
    answer();
    return;
  }
  opens(counts, 'long-poll');
  const done = () => {
    clearTimeout(timer);
    ignore();
    response.off('close', done);
    counts.waiting['long-poll'] -= 1;
    if (!response.destroyed) answer();
  };
  const ignore = feed.listen(done);
  const timer = setTimeout(done, waitMs);
  response.on('close', done);
}

/** Server-Sent Events: an answer that does not end. `id` is what the browser sends back as Last-Event-ID. */
export function answerEvents(
  feed: Feed,
  counts: Counts,
  query: URLSearchParams,
  request: IncomingMessage,
  response: ServerResponse,
): void {
  response.writeHead(200, {
    'Content-Type': 'text/event-stream',
    'Cache-Control': 'no-cache',
    ...(query.has('unbuffered') ? { 'X-Accel-Buffering': 'no' } : {}),
  });
  response.flushHeaders();
  const send = (update: string, id: number) => void response.write(`id: ${id}\ndata: ${update}\n\n`);
  const lastSeen = request.headers['last-event-id'];
  if (lastSeen !== undefined)
    for (const update of feed.after(Number(lastSeen))) send(update, JSON.parse(update).id);
  opens(counts, 'sse');
  const ignore = feed.listen(send);
  response.on('close', () => {
    ignore();
    counts.waiting.sse -= 1;
  });
}

/** How often a WebSocket that asked for it is pinged; one that has not answered by the next ping is gone. */
const heartbeatMs = 100;

/** WebSocket: one request that is upgraded, then frames both ways. */
export function webSocketDoor(feed: Feed, counts: Counts, name?: string) {
  // Compressed only for who asks for it; without the threshold small messages would be left out.
  const server = new WebSocketServer({ noServer: true, perMessageDeflate: { threshold: 0 } });
  if (name) server.on('headers', (headers) => void headers.push(`X-Server: ${name}`));
  return (request: IncomingMessage, socket: Duplex, head: Buffer, query: URLSearchParams) =>
    server.handleUpgrade(request, socket, head, (client) => {
      const door = query.has('heartbeat') ? 'websocket-heartbeat' : 'websocket';
      if (query.has('since'))
        for (const update of feed.after(Number(query.get('since')))) client.send(update);
      opens(counts, door);
      const ignore = feed.listen((update) => client.send(update));
      const calm = door === 'websocket' ? () => {} : pinging(client);
      client.on('message', () => client.send('ok'));
      client.on('error', () => {}); // It is followed by the end.
      client.on('close', () => {
        ignore();
        calm();
        counts.waiting[door] -= 1;
      });
    });
}

function pinging(client: WebSocket): () => void {
  let alive = true;
  client.on('pong', () => {
    alive = true;
  });
  const timer = setInterval(() => {
    if (!alive) return client.terminate();
    alive = false;
    client.ping();
  }, heartbeatMs);
  return () => clearInterval(timer);
}
