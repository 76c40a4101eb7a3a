// A process of its own, so that the CPU and the memory it reports are a server's and nobody else's.
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { monotonicClock } from '../../../../src/kit/run.ts';
import type { TransportServerOptions } from '../transport-server.ts';
import { answerEvents, answerPoll, noCounts, webSocketDoor } from './doors.ts';
import { Feed } from './feed.ts';
import { relay } from './relay.ts';

const options: TransportServerOptions = JSON.parse(readFileSync(0, 'utf8'));
const feed = new Feed();
const counts = noCounts();
const openWebSocket = webSocketDoor(feed, counts, options.name);
const publish = options.redis
  ? await relay(feed, options.redis)
  : async (dueNs: number, text: string) => feed.publish(dueNs, text);

/** Answers that do not end by themselves. */
const streams = new Set<ServerResponse>();

/** What the lab asks for; it does not pass the balancer. */
const control: Readonly<Record<string, (argument: string) => unknown>> = {
  start: (perSecond) => feed.start(Number(perSecond)),
  stop: () => feed.stop(),
  last: () => feed.lastId,
  spent() {
    const { user, system } = process.cpuUsage();
    return { cpuUs: user + system, ...counts };
  },
  memory() {
    globalThis.gc?.();
    const { heapUsed, external } = process.memoryUsage();
    return heapUsed + external;
  },
  end() {
    for (const stream of streams) stream.end();
  },
};

const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', 'http://server');
  if (url.pathname === '/control' && request.headers.authorization === options.secret) {
    const [verb = '', argument = ''] = [
      url.searchParams.get('verb') ?? '',
      url.searchParams.get('argument') ?? '',
    ];
    response.end(JSON.stringify(control[verb]?.(argument) ?? null));
    return;
  }
  counts.requests += 1;
  if (options.name) response.setHeader('X-Server', options.name);
  if (url.pathname === '/updates') answerPoll(feed, counts, url.searchParams, response);
  else if (url.pathname === '/events') {
    streams.add(response);
    response.once('close', () => streams.delete(response));
    answerEvents(feed, counts, url.searchParams, request, response);
  } else if (url.pathname === '/messages') {
    await read(request);
    response.writeHead(204).end();
  } else if (url.pathname === '/publish') {
    await publish(monotonicClock.nowNs(), await read(request));
    response.writeHead(204).end();
  } else if (url.pathname === '/ws') {
    // An ordinary request to the door for WebSockets: what RFC 9110, 15.5.22, has for it.
    const { upgrade = '(none)', connection = '(none)' } = request.headers;
    response.writeHead(426, { Upgrade: 'websocket', Connection: 'Upgrade' });
    response.end(`HTTP/${request.httpVersion}, Upgrade: ${upgrade}, Connection: ${connection}`);
  } else response.writeHead(404).end();
});
server.on('upgrade', (request, socket, head) => {
  counts.requests += 1;
  openWebSocket(request, socket, head, new URL(request.url ?? '/', 'http://server').searchParams);
});
// A balancer keeps connections for later: none may be closed under a request that is on its way.
server.keepAliveTimeout = 0;
server.listen(options.port, '127.0.0.1', () => {
  writeFileSync(options.portFile, String((server.address() as AddressInfo).port));
});

async function read(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const part of request.setEncoding('utf8')) text += part;
  return text;
}
