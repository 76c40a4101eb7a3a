/**
 * Plain WebSockets through the real nginx. A WebSocket is one HTTP request that never ends: nginx picks a
 * server for that request, and the connection stays with it, whatever nginx does with everybody else's requests.
 * Only when a client comes back, on a new connection, does nginx pick again.
 */
import { once } from 'node:events';
import { get } from 'node:http';
import { WebSocket } from 'ws';
import { createRandom, type Nginx } from '../../../src/kit/run.ts';
import type { NginxMethod, WebSocketsData } from '../data.ts';
import { addressHeader } from '../parts/balancing.ts';
import { lackingIn, startNginx } from '../parts/live/balancers.ts';
import { chatServers, openChatServers } from '../parts/live/chat-servers.ts';
import { cuts } from '../parts/live/cuts.ts';
import { checkFileLimit } from '../parts/live/file-limit.ts';
import type { StickyContext } from '../settings.ts';

const framesEach = 10;

interface Open {
  readonly socket: WebSocket;
  readonly address: string;
  /** The server that accepted it. */
  readonly home: number | null;
}

export async function webSockets(context: StickyContext): Promise<WebSocketsData> {
  await checkFileLimit(context.params);
  const { ports } = await openChatServers(context.scope);
  const balancer = await startNginx(context, ports);
  const addresses = drawAddresses(context);
  const open = await connectAll(context, balancer, 'round_robin', addresses);
  let broken = 0;
  for (const { socket } of open) socket.once('close', () => (broken += 1));

  const requestsMeanwhile = new Array<number>(chatServers).fill(0);
  let framesAnswered = 0;
  let framesElsewhere = 0;
  for (let frame = 0; frame < framesEach; frame += 1) {
    const answers = await Promise.all(
      open.map((one, client) => askNoted(context, one, `${client}-${frame}`)),
    );
    framesAnswered += answers.filter((server) => server !== null).length;
    framesElsewhere += answers.filter(
      (server, index) => server !== null && server !== open[index]?.home,
    ).length;
    const server = await plainRequest(`${balancer.url}/round_robin/`);
    requestsMeanwhile[server] = (requestsMeanwhile[server] ?? 0) + 1;
  }
  const brokenMeanwhile = broken; // From here on it is we who hang up.
  hangUp(open);
  return {
    connections: open.length,
    acceptedBy: countByServer(open),
    framesEach,
    framesAnswered,
    framesElsewhere,
    broken: brokenMeanwhile,
    requestsMeanwhile,
    cuts: await cuts(context, ports),
    ...lackingIn(balancer),
    returns: [
      await comeBack(context, balancer, 'round_robin', addresses),
      ...(balancer.methods.includes('ip_hash')
        ? [await comeBack(context, balancer, 'ip_hash', addresses)]
        : []),
    ],
  };
}

/** The same people, twice, in another order: as after a deploy, when everybody comes back at once. */
async function comeBack(
  context: StickyContext,
  balancer: Nginx,
  method: NginxMethod,
  addresses: readonly string[],
): Promise<{ method: NginxMethod; elsewhere: number }> {
  const before = await connectAll(context, balancer, method, addresses);
  hangUp(before);
  const shuffled = createRandom(context.seed).fork(`return ${method}`).shuffle(addresses);
  const after = await connectAll(context, balancer, method, shuffled);
  hangUp(after);
  const homeBefore = new Map(before.map(({ address, home }) => [address, home]));
  const elsewhere = after.filter(({ address, home }) => homeBefore.get(address) !== home).length;
  return { method, elsewhere };
}

async function connectAll(
  { signal }: StickyContext,
  balancer: Nginx,
  method: NginxMethod,
  addresses: readonly string[],
): Promise<Open[]> {
  const open: Open[] = [];
  for (const address of addresses) {
    signal.throwIfAborted();
    const socket = new WebSocket(`${balancer.url.replace('http', 'ws')}/${method}/ws`, {
      headers: { [addressHeader]: address },
    });
    socket.on('error', () => {}); // It is followed by the end, and the end is what is counted.
    await once(socket, 'open', { signal });
    open.push({ socket, address, home: await ask(socket, 'hello') });
  }
  return open;
}

/** The same, told to the trace. */
async function askNoted(
  { note }: StickyContext,
  { socket, home }: Open,
  msg: string,
): Promise<number | null> {
  const hop = { msg, from: 'user', to: `server-${(home ?? 0) + 1}` };
  note({ kind: 'send', ...hop }, 'round_robin');
  const server = await ask(socket, `frame-${msg}`);
  if (server === null) note({ kind: 'drop', ...hop, why: 'lost' }, 'round_robin');
  else note({ kind: 'recv', ...hop, to: `server-${server + 1}` }, 'round_robin');
  return server;
}

/** Sends a frame and returns the number of the server that answered it; null when the connection ends instead. */
function ask(socket: WebSocket, frame: string): Promise<number | null> {
  return new Promise((resolve) => {
    const answered = (answer: unknown) => end(Number(String(answer).split(' ')[0]));
    const ended = () => end(null);
    const end = (server: number | null) => {
      socket.off('message', answered).off('close', ended);
      resolve(server);
    };
    socket.once('message', answered).once('close', ended);
    if (socket.readyState === WebSocket.OPEN) socket.send(frame);
    else ended();
  });
}

function hangUp(open: readonly Open[]): void {
  for (const { socket } of open) socket.terminate();
}

function countByServer(open: readonly Open[]): number[] {
  return Array.from(
    { length: chatServers },
    (_, server) => open.filter(({ home }) => home === server).length,
  );
}

function drawAddresses({ params, seed }: StickyContext): string[] {
  const random = createRandom(seed).fork('web sockets');
  // One network each: under ip_hash people of one /24 would all be at one server.
  return Array.from({ length: params.connections }, (_, client) =>
    [10, client >> 8, client & 255, 1 + random.int(254)].join('.'),
  );
}

function plainRequest(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    get(url, (response) => {
      response.once('data', (body: Buffer) => resolve(Number(body.toString())));
    }).once('error', reject);
  });
}
