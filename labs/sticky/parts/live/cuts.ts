// When a balancer does cut a WebSocket, or keeps it: silence, a reload, and the limit on connections.
import { once } from 'node:events';
import { WebSocket } from 'ws';
import { nginx, until } from '../../../../src/kit/run.ts';
import type { CutsData } from '../../data.ts';
import type { StickyContext } from '../../settings.ts';
import { startNginx, upgrading } from './balancers.ts';

const timeoutMs = 1_000;
const workerConnections = 64;
const withinMs = 10_000;

export async function cuts(context: StickyContext, ports: readonly number[]): Promise<CutsData> {
  const [silence, reloaded, limit] = await Promise.all([
    silentAndTalking(context, ports),
    overReload(context, ports),
    untilFull(context, ports),
  ]);
  return { timeoutMs, ...silence, reloaded, limit };
}

/** One says nothing, one says something four times within the time that nginx waits. */
async function silentAndTalking(context: StickyContext, ports: readonly number[]) {
  const { port } = await context.scope.start(
    nginx({
      http: `${upgrading.http}\n  upstream chat { ${lines(ports)} }`,
      server: `${upgrading.server}\n    proxy_read_timeout ${timeoutMs}ms;\n    location / { proxy_pass http://chat; }`,
    }),
  );
  const talking = await open(`ws://127.0.0.1:${port}/ws`);
  const pings = setInterval(() => talking.send('ping'), timeoutMs / 4);
  context.scope.defer(() => clearInterval(pings));
  const silent = await open(`ws://127.0.0.1:${port}/ws`);
  const openedMs = context.clock.nowMs();
  await until(() => silent.readyState === WebSocket.CLOSED, {
    signal: context.signal,
    what: { ko: 'nginx가 조용한 WebSocket을 끊는 것', en: 'nginx cutting a silent WebSocket' },
    withinMs,
  });
  const silentCutAfterMs = context.clock.nowMs() - openedMs;
  const talkingLives = await answers(talking);
  clearInterval(pings);
  talking.terminate();
  return { silentCutAfterMs, talkingLives };
}

/** nginx reads its configuration anew while WebSockets are open. */
async function overReload(context: StickyContext, ports: readonly number[]) {
  const balancer = await startNginx(context, ports);
  const sockets = await Promise.all(
    [1, 2, 3].map(() => open(`${balancer.url.replace('http', 'ws')}/round_robin/ws`)),
  );
  context.note({ kind: 'mark', id: 'reload', text: { ko: 'nginx 설정 다시 읽기', en: 'nginx reloads' } });
  await balancer.reload(balancer.options);
  const lived = await Promise.all(sockets.map(answers));
  for (const socket of sockets) socket.terminate();
  return { open: sockets.length, live: lived.filter(Boolean).length };
}

/** One after the other, until nginx has no connection left. */
async function untilFull({ scope, signal }: StickyContext, ports: readonly number[]) {
  const { port } = await scope.start(
    nginx({
      http: `${upgrading.http}\n  upstream chat { ${lines(ports)} }`,
      server: `${upgrading.server}\n    location / { proxy_pass http://chat; }`,
      workerConnections,
    }),
  );
  const sockets: WebSocket[] = [];
  let refusal = '';
  while (refusal === '' && sockets.length < workerConnections) {
    signal.throwIfAborted();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
    refusal = await new Promise<string>((resolve) => {
      socket.once('open', () => resolve('')).once('error', ({ message }) => resolve(message));
    });
    if (refusal === '') sockets.push(socket);
  }
  for (const socket of sockets) socket.terminate();
  return { workerConnections, opened: sockets.length, refusal };
}

function lines(ports: readonly number[]): string {
  return ports.map((port) => `server 127.0.0.1:${port};`).join(' ');
}

async function open(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url);
  socket.on('error', () => {}); // It is followed by the end, and the end is what counts.
  await once(socket, 'open');
  return socket;
}

/** Whether a frame is still answered. */
function answers(socket: WebSocket): Promise<boolean> {
  return new Promise((resolve) => {
    if (socket.readyState !== WebSocket.OPEN) return resolve(false);
    socket.once('message', () => resolve(true)).once('close', () => resolve(false));
    socket.send('still there?');
  });
}
