/**
 * One stream of events, handed on by nginx in five ways at the same time. nginx may collect what a server says before
 * it sends it on: good for a page, and the end of a stream that should arrive piece by piece.
 */
import { Histogram, monotonicClock, nginx, until } from '../../../src/kit/run.ts';
import type { BufferingArm, BufferingArmId, BufferingData } from '../data.ts';
import type { Client } from '../parts/clients/client.ts';
import { openEvents } from '../parts/clients/sse.ts';
import { openNetwork } from '../parts/route.ts';
import { transportServer } from '../parts/transport-server.ts';
import type { TransportsContext } from '../settings.ts';

const updates = 10;
const everyMs = 30;
const withinMs = 10_000;
const onTheWayMs = 1_000;

const gzip = 'gzip on; gzip_types text/event-stream; gzip_min_length 0; gzip_proxied any;';

/** The paths of nginx; `default` has nothing but proxy_pass. */
const armOf: Readonly<Record<BufferingArmId, { directives: string; query: string; encoding: string }>> = {
  default: { directives: '', query: '', encoding: 'identity' },
  'http-1.1': {
    directives: 'proxy_http_version 1.1; proxy_set_header Connection "";',
    query: '',
    encoding: 'identity',
  },
  off: { directives: 'proxy_buffering off;', query: '', encoding: 'identity' },
  gzip: { directives: gzip, query: '', encoding: 'gzip' },
  'gzip-off': { directives: `${gzip} proxy_buffering off;`, query: '', encoding: 'gzip' },
  // The server itself says so, and nginx obeys.
  'gzip-header': { directives: gzip, query: '?unbuffered', encoding: 'gzip' },
};
const armIds = Object.keys(armOf) as BufferingArmId[];

export async function buffering(context: TransportsContext): Promise<BufferingData> {
  const { scope, signal } = context;
  const server = await scope.start(transportServer());
  const locations = armIds.map(
    (id) => `location /${id}/ { ${armOf[id].directives} proxy_pass http://app/; }`,
  );
  const { port } = await scope.start(
    nginx({
      http: `upstream app { server 127.0.0.1:${server.port}; }`,
      server: locations.join('\n    '),
    }),
  );
  const open = await Promise.all(armIds.map((id) => openArm(context, port, id)));
  await until(async () => (await server.spent()).waiting.sse >= open.length, {
    signal,
    what: { ko: '모든 스트림이 서버에 닿는 것', en: 'every stream at the server' },
    withinMs,
  });
  const { firstId } = await server.start(1e3 / everyMs);
  await until(async () => (await server.lastId()) >= firstId + updates - 1, {
    signal,
    what: { ko: '마지막 업데이트', en: 'the last update' },
    withinMs,
  });
  await server.stop();
  // Where events come before the end, all of them do: a moment for those that are on their way.
  const underWay = () => open.filter(({ arrivals }) => arrivals.length > 0);
  await until(() => underWay().length > 0 && underWay().every(({ arrivals }) => arrivals.length >= updates), {
    signal,
    what: { ko: '마지막 업데이트의 도착', en: 'the arrival of the last update' },
    withinMs: onTheWayMs,
  }).catch(() => signal.throwIfAborted());
  const inTime = open.map(({ arrivals }) => arrivals.length);
  await server.end();
  await until(() => open.every(({ ended }) => ended()), {
    signal,
    what: { ko: '스트림의 끝', en: 'the end of the streams' },
    withinMs,
  });
  return { updates, everyMs, arms: open.map((one, index) => found(one, inTime[index] ?? 0)) };
}

/** Each behind a network of its own, which counts its bytes alone. */
async function openArm(context: TransportsContext, nginxPort: number, id: BufferingArmId) {
  const network = await openNetwork(context, nginxPort);
  const arrivals: number[] = [];
  let over = false;
  const { query, encoding } = armOf[id];
  // Not awaited: where nginx collects, it keeps even the head of the answer back.
  const client: Promise<Client> = openEvents(
    {
      host: network.host,
      port: network.port,
      prefix: `/${id}`,
      since: 0,
      intervalMs: 0,
      firstAfterMs: 0,
      onUpdate: ({ dueNs }) => void arrivals.push(monotonicClock.nowNs() - dueNs),
      // Its end is what is waited for: nobody is to come back, as a browser's EventSource would.
      onEnd: () => {
        over = true;
        void client.then((one) => one.close());
      },
    },
    query,
    { 'Accept-Encoding': encoding },
  );
  return {
    id,
    arrivals,
    ended: () => over,
    bytes: () => network.counters.bytesDownstream,
  };
}

function found({ id, arrivals, bytes }: Awaited<ReturnType<typeof openArm>>, inTime: number): BufferingArm {
  const latency = new Histogram();
  for (const ns of arrivals) latency.record(Math.max(0, ns));
  const [first] = arrivals;
  return {
    arm: id,
    inTime,
    arrived: arrivals.length,
    firstMs: first === undefined ? null : first / 1e6,
    latency: latency.toJSON(),
    bytes: bytes(),
  };
}
