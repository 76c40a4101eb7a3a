/**
 * "Is keeping a WebSocket open cheaper than asking?" The CPU of the server for both, at rising rates of updates.
 * Asking costs the same whether an answer holds one update or twenty; pushing costs each time.
 * Then the memory of clients that wait and hear nothing, at a fresh server for each transport.
 */
import { until } from '../../../src/kit/run.ts';
import type { CheaperData, TransportId } from '../data.ts';
import type { OpenClient } from '../parts/clients/client.ts';
import { openLongPoll } from '../parts/clients/polling.ts';
import { openSse } from '../parts/clients/sse.ts';
import { openWebSocket } from '../parts/clients/web-socket.ts';
import { checkFileLimit } from '../parts/file-limit.ts';
import { measureRates, mostClients } from '../parts/rates.ts';
import { openRoute, type Route } from '../parts/route.ts';
import type { TransportsContext } from '../settings.ts';

export async function cheaper(context: TransportsContext): Promise<CheaperData> {
  const { interval: intervalMs, trial } = context.params;
  await checkFileLimit(context.params.clients);
  const clients = Math.min(mostClients, context.params.clients);
  const plan = { clients, intervalMs, windowMs: trial / 2 };
  const measured = await measureRates(context, await openRoute(context), plan);
  return { ...measured, idle: await idle(context) };
}

const waiting: Readonly<Record<Exclude<TransportId, 'poll'>, OpenClient>> = {
  'long-poll': openLongPoll,
  sse: openSse,
  websocket: openWebSocket,
};
/** Fewer drown in what the program itself allocates meanwhile; more say the same. */
const [fewestWaiting, mostWaiting] = [30, 100];
const atOnce = 50;

async function idle(context: TransportsContext): Promise<CheaperData['idle']> {
  const clients = Math.min(mostWaiting, Math.max(fewestWaiting, context.params.clients));
  const transports = Object.keys(waiting) as (keyof typeof waiting)[];
  const routes = await Promise.all(
    transports.map(async (transport) => ({ transport, route: await openRoute(context, clients) })),
  );
  const found: CheaperData['idle'][number][] = [];
  for (const { transport, route } of routes)
    found.push({ transport, clients, bytesEach: await idleBytes(context, route, transport, clients) });
  return found;
}

async function idleBytes(
  context: TransportsContext,
  { server, network }: Route,
  transport: keyof typeof waiting,
  clients: number,
): Promise<number> {
  const { host, port } = network;
  const options = { host, port, prefix: '', since: 0, intervalMs: 0, firstAfterMs: 0, onUpdate() {} };
  const connect = () => waiting[transport](options);
  // The first connection loads code that all others share.
  const opened = [await connect()];
  const before = await server.memoryBytes();
  for (let from = 0; from < clients; from += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, clients - from) }, connect);
    opened.push(...(await Promise.all(batch)));
  }
  await until(async () => (await server.spent()).waiting[transport] >= opened.length, {
    signal: context.signal,
    what: { ko: '모두가 기다리는 것', en: 'everybody waiting' },
    withinMs: 10_000,
  });
  const bytesEach = Math.max(0, (await server.memoryBytes()) - before) / clients;
  for (const client of opened) client.close();
  return bytesEach;
}
