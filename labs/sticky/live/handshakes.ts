/**
 * Act 4. Socket.IO through the real balancers. By default it begins with HTTP long polling: open, send, poll and
 * only then the upgrade to WebSocket. The id from the first answer is known to the one server that gave it, so
 * all of these requests have to reach that server.
 *
 * Each client tries once. In an application it would try again and again, and the user would see a slow start.
 */
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { createRandom, type Random } from '../../../src/lab-kit.ts';
import { addressHeader } from '../address-header.ts';
import type { StickyContext } from '../settings.ts';
import { type HandshakeArm, type HandshakesArm, upgradeRefused } from './handshake-arms.ts';

const nginxArms = ['round_robin', 'least_conn', 'ip_hash', 'consistent', 'websocket-only'] as const;
const haproxyArms = ['cookie', 'cookie-no-jar'] as const;

const atOnce = 20;
const givesUpAfterMs = 10_000;

/** A null URL is that of a balancer which is missing: its arms are skipped. */
export async function handshakes(
  context: StickyContext,
  urls: { readonly nginx: string | null; readonly haproxy: string | null },
): Promise<HandshakesArm[]> {
  const arms = [
    ...(urls.nginx === null ? [] : nginxArms.map((arm) => ({ arm, url: urls.nginx as string }))),
    ...(urls.haproxy === null ? [] : haproxyArms.map((arm) => ({ arm, url: urls.haproxy as string }))),
  ];
  const results: HandshakesArm[] = [];
  for (const { arm, url } of arms) {
    results.push(await connectMany(context, arm, url));
    context.emit({
      kind: 'progress',
      done: results.length,
      of: arms.length,
      unit: { ko: '방식', en: 'arms' },
    });
  }
  return results;
}

async function connectMany(context: StickyContext, arm: HandshakeArm, url: string): Promise<HandshakesArm> {
  const random = createRandom(context.seed).fork(`handshakes ${arm}`);
  const refused = new Map<string, number>();
  const clients = context.params.connections;
  const open: Socket[] = [];
  let begun = 0;
  const worker = async () => {
    while (begun < clients) {
      context.signal.throwIfAborted();
      begun += 1;
      const socket = io(url, optionsOf(arm, random));
      const refusal = await outcomeOf(socket);
      if (refusal === null) open.push(socket);
      else refused.set(refusal, (refused.get(refusal) ?? 0) + 1);
    }
  };
  try {
    await Promise.all(Array.from({ length: atOnce }, worker));
  } finally {
    for (const socket of open) socket.disconnect();
  }
  const refusals = [...refused].map(([answer, count]) => ({ answer, clients: count }));
  return {
    arm,
    clients,
    connected: open.length,
    refusals: refusals.sort((a, b) => b.clients - a.clients),
  };
}

function optionsOf(arm: HandshakeArm, random: Random): Partial<ManagerOptions & SocketOptions> {
  const nginxMethod = arm === 'websocket-only' ? 'round_robin' : arm;
  return {
    path: arm.startsWith('cookie') ? '/socket.io/' : `/${nginxMethod}/socket.io/`,
    transports: arm === 'websocket-only' ? ['websocket'] : ['polling', 'websocket'],
    withCredentials: arm === 'cookie', // In Node this is what gives the client a cookie jar.
    extraHeaders: { [addressHeader]: drawAddress(random) },
    forceNew: true,
    reconnection: false,
    timeout: givesUpAfterMs,
  };
}

function drawAddress(random: Random): string {
  return [1 + random.int(223), random.int(256), random.int(256), 1 + random.int(254)].join('.');
}

/** Null when the client got to an open WebSocket and had an answer through it; otherwise what stopped it. */
function outcomeOf(socket: Socket): Promise<string | null> {
  return new Promise((resolve) => {
    const end = (refusal: string | null) => {
      clearTimeout(late);
      resolve(refusal); // First come, first served: what our own goodbye sets off does not count.
      if (refusal !== null) socket.disconnect();
    };
    const late = setTimeout(() => end('no answer'), givesUpAfterMs);
    const { engine } = socket.io;
    const through = () => socket.emit('which', () => end(null));
    let refused = false;
    // Whatever goes wrong in a polling request comes by here, with the server's answer.
    engine.once('error', (error) => end(answerOf(error)));
    // Polling and the attempt to upgrade go side by side: this one may fail before polling has failed.
    engine.once('upgradeError', () => {
      refused = true;
      if (socket.connected) end(upgradeRefused);
    });
    socket.once('disconnect', (reason) => end(reason));
    socket.once('connect', () => {
      if (refused) end(upgradeRefused);
      else if (engine.transport.name === 'websocket') through();
      else engine.once('upgrade', through);
    });
  });
}

/** `400 {"code":1,"message":"Session ID unknown"}` */
function answerOf(error: unknown): string {
  const { description, context, message } = error as {
    description?: unknown;
    context?: { responseText?: string };
    message: string;
  };
  return typeof description === 'number' ? `${description} ${context?.responseText ?? ''}`.trim() : message;
}
