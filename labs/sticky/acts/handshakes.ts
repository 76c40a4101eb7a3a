/**
 * Socket.IO through the real balancers. By default it begins with HTTP long polling: open, send, poll and
 * only then the upgrade to WebSocket. The id from the first answer is known to the one server that gave it, so
 * all of these requests have to reach that server.
 *
 * Each client tries once. In an application it would try again and again, and the user would see a slow start.
 */
import { io, type ManagerOptions, type Socket, type SocketOptions } from 'socket.io-client';
import { createRandom, haproxyProgram, nginxProgram, type Random } from '../../../src/kit/run.ts';
import type { HandshakeArm, HandshakesArm, HandshakesData } from '../data.ts';
import { addressHeader } from '../parts/balancing.ts';
import { type LiveNginx, lackingIn, startHaproxy, startNginx } from '../parts/live/balancers.ts';
import { noteByHand } from '../parts/live/by-hand.ts';
import { openChatServers } from '../parts/live/chat-servers.ts';
import { comesUp, notUp } from '../parts/live/comes-up.ts';
import { checkFileLimit } from '../parts/live/file-limit.ts';
import { firstRefusal } from '../parts/live/first-refusal.ts';
import { haproxyArms, nginxArms, upgradeRefused } from '../parts/live/handshake-arms.ts';
import type { StickyContext } from '../settings.ts';

const atOnce = 20;
const givesUpAfterMs = 10_000;

export async function handshakes(context: StickyContext): Promise<HandshakesData> {
  await checkFileLimit(context.params);
  const servers = await openChatServers(context.scope);
  const { ports } = servers;
  const tried = [
    await comesUp('nginx', nginxProgram, () => startNginx(context, ports)),
    await comesUp('HAProxy', haproxyProgram, () => startHaproxy(context, ports)),
  ] as const;
  const [{ up: balancer }, { up: haproxy }] = tried;
  const failed = notUp(tried);
  const refusal = balancer ? await firstRefusal(balancer, ports) : [];
  const arms = await connectAll(context, [
    ...(balancer ? armsOf(balancer).map((arm) => ({ arm, url: balancer.url })) : []),
    ...(haproxy ? haproxyArms.map((arm) => ({ arm, url: haproxy.url })) : []),
  ]);
  noteByHand(context, servers);
  return {
    firstRefusal: refusal,
    arms,
    ...lackingIn(balancer),
    missing: tried.filter(({ up, refusal }) => !up && !refusal).map(({ name }) => name),
    ...failed,
  };
}

function armsOf({ methods }: LiveNginx): HandshakeArm[] {
  return nginxArms.filter((arm) => arm === 'websocket-only' || methods.includes(arm));
}

async function connectAll(
  context: StickyContext,
  arms: readonly { readonly arm: HandshakeArm; readonly url: string }[],
): Promise<HandshakesArm[]> {
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
      const hop = { msg: String(begun), from: 'user', to: arm.startsWith('cookie') ? 'haproxy' : 'nginx' };
      context.note({ kind: 'send', ...hop }, arm);
      const socket = io(url, optionsOf(arm, random));
      const refusal = await outcomeOf(socket);
      context.note(
        refusal === null ? { kind: 'recv', ...hop } : { kind: 'drop', ...hop, why: 'refused' },
        arm,
      );
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
