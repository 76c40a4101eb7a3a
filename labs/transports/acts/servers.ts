/**
 * Two servers. Updates are posted through nginx, which gives them to one and the other in turn. Who hears of all of them?
 * Three ways to place things: nginx picks by turns and each server knows its own updates only; nginx keeps each client
 * at one server (a hash of its name); nginx picks by turns and the servers tell each other over Redis Pub/Sub.
 */
import { request } from 'node:http';
import { nginx, redis, until } from '../../../src/kit/run.ts';
import type { Placement, ServersCell, ServersData, TransportId } from '../data.ts';
import type { Client, OpenClient } from '../parts/clients/client.ts';
import { openLongPoll, openPoll } from '../parts/clients/polling.ts';
import { openSse } from '../parts/clients/sse.ts';
import { openWebSocket } from '../parts/clients/web-socket.ts';
import { upgrading, upstream } from '../parts/route.ts';
import { transportServer } from '../parts/transport-server.ts';
import type { TransportsContext } from '../settings.ts';

const updates = 20;
const clientsEach = 3;
const pollEveryMs = 20;
const withinMs = 5_000;

const transports: Readonly<Record<TransportId, OpenClient>> = {
  poll: openPoll,
  'long-poll': openLongPoll,
  sse: openSse,
  websocket: openWebSocket,
};
const transportIds = Object.keys(transports) as TransportId[];
const placements: readonly Placement[] = ['by-turns', 'sticky', 'shared'];

export async function servers(context: TransportsContext): Promise<ServersData> {
  const { scope } = context;
  const { address } = await scope.start(redis());
  const store = { host: address.host, port: address.port, password: address.password ?? '' };
  const pair = (shared?: typeof store) =>
    Promise.all(['server-1', 'server-2'].map((name) => scope.start(transportServer(name, shared))));
  const [alone, together] = await Promise.all([pair(), pair(store)]);
  const { port } = await scope.start(nginx(configuration(alone.map(portOf), together.map(portOf))));
  const wanted = placements.flatMap((placement) =>
    transportIds.flatMap((transport) =>
      Array.from({ length: clientsEach }, (_, number) => ({ placement, transport, number })),
    ),
  );
  const listeners = await Promise.all(
    wanted.map(({ transport, placement, number }) => listen(context, port, transport, placement, number)),
  );

  // The two pairs get the same updates; the sticky clients are at the first pair, as those by turns are.
  for (let update = 1; update <= updates; update += 1) {
    await Promise.all(['by-turns', 'shared'].map((pair) => post(context, port, pair, `${update}`)));
  }
  // A pair that shares is done when all have all; then everybody else has had as much time as those.
  const complete = () =>
    listeners.filter(({ placement }) => placement === 'shared').every(({ seen }) => seen.length >= updates);
  await until(complete, {
    signal: context.signal,
    what: { ko: '모두가 모든 업데이트를 받는 것', en: 'everybody getting every update' },
    withinMs,
  }).catch(() => context.signal.throwIfAborted());
  for (const { client } of listeners) client.close();
  return { updates, clientsEach, cells: cellsOf(listeners) };
}

interface Listener {
  readonly transport: TransportId;
  readonly placement: Placement;
  readonly client: Client;
  /** Texts, which are the numbers that the poster gave. */
  readonly seen: string[];
  readonly met: Set<string>;
}

const portOf = ({ port }: { readonly port: number }) => port;

function configuration(alone: readonly number[], together: readonly number[]) {
  const pairs = [
    upstream('by-turns', alone),
    upstream('posts', alone),
    upstream('sticky', alone, 'hash $client consistent;'),
    upstream('shared', together),
    upstream('shared-posts', together),
  ];
  return {
    http: `${upgrading.http}\n  map $uri $client { ~^/sticky/(?<who>[^/]+)/ $who; }\n  ${pairs.join('\n  ')}`,
    server: `${upgrading.server}
    proxy_buffering off;
    location /by-turns/publish { proxy_pass http://posts/publish; }
    location /shared/publish { proxy_pass http://shared-posts/publish; }
    ${placements.map((name) => `location ~ ^/${name}/[^/]+/(.*)$ { proxy_pass http://${name}/$1$is_args$args; }`).join('\n    ')}`,
  };
}

async function listen(
  { note }: TransportsContext,
  port: number,
  transport: TransportId,
  placement: Placement,
  number: number,
): Promise<Listener> {
  const [seen, met] = [[] as string[], new Set<string>()];
  let from = 'server-1';
  const client = await transports[transport]({
    host: '127.0.0.1',
    port,
    prefix: `/${placement}/${transport}-${number}`,
    since: 0,
    intervalMs: pollEveryMs,
    firstAfterMs: (number / clientsEach) * pollEveryMs,
    onUpdate({ text }) {
      seen.push(text);
      // One of each kind is enough for the trace.
      if (number === 0) note({ kind: 'recv', msg: text, from, to: 'client' }, `${placement} ${transport}`);
    },
    onServer(name) {
      from = name;
      met.add(name);
    },
  });
  return { transport, placement, client, seen, met };
}

function post({ note }: TransportsContext, port: number, pair: string, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const path = `/${pair}/publish`;
    const sending = request({ host: '127.0.0.1', port, path, method: 'POST', agent: false }, (response) => {
      const to = String(response.headers['x-server']);
      response.resume().once('end', () => {
        note({ kind: 'command', from: 'friend', to, command: `POST /publish ${text}`, reply: '204' }, pair);
        resolve();
      });
    });
    sending.once('error', reject);
    sending.end(text);
  });
}

function cellsOf(listeners: readonly Listener[]): ServersCell[] {
  return placements.flatMap((placement) =>
    transportIds.map((transport) => {
      const own = listeners.filter((one) => one.placement === placement && one.transport === transport);
      const different = own.map(({ seen }) => new Set(seen).size);
      const all = own.map(({ seen }) => seen.length);
      const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
      return {
        transport,
        placement,
        received: sum(different),
        duplicated: sum(all) - sum(different),
        serversMet: Math.max(...own.map(({ met }) => met.size)),
      };
    }),
  );
}
