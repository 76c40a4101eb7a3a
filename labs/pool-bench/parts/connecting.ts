// What one new connection takes, with nobody else about: the time, and how often somebody has to wait for the server.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { Histogram, monotonicClock, type Scope } from '../../../src/kit/run.ts';
import type { Connecting } from '../data.ts';
import { connectIoredis } from './ioredis-shapes.ts';
import { connectNodeRedis } from './node-redis-shapes.ts';
import { RawConnection } from './resp.ts';
import type { Route } from './route.ts';

const turns = 31;

/** Connects, and returns how to close. */
type Open = (route: Route) => Promise<() => void>;

const clients: Readonly<Record<Connecting['client'], Open>> = {
  ioredis: async (route) => {
    const redis = await connectIoredis(route, { comesBack: false });
    return () => redis.disconnect();
  },
  // By itself ioredis asks INFO whether the server has loaded its data; this is the same client told not to.
  'ioredis-unchecked': async (route) => {
    const redis = await connectIoredis(route, { comesBack: false, enableReadyCheck: false });
    return () => redis.disconnect();
  },
  'node-redis': async (route) => {
    const redis = await connectNodeRedis(route);
    return () => redis.destroy();
  },
  raw: async (route) => {
    const connection = await RawConnection.open(route);
    return () => connection.close();
  },
};

/** One after the other, the clients turn about; without those that the server refuses. */
export async function connectingOf(scope: Scope, route: Route): Promise<Connecting[]> {
  const accepted: { client: Connecting['client']; open: Open; trips: string[][]; times: Histogram }[] = [];
  for (const [client, open] of Object.entries(clients) as [Connecting['client'], Open][]) {
    const trips = await tripsOf(scope, route, open).catch(() => null);
    if (trips) accepted.push({ client, open, trips, times: new Histogram() });
  }
  for (let turn = 0; turn < turns; turn += 1) {
    for (const { open, times } of accepted) {
      const startNs = monotonicClock.nowNs();
      const close = await open(route).catch(() => null);
      if (!close) continue; // A server at its limit may not have noticed yet that the one before has left.
      times.record(monotonicClock.nowNs() - startNs);
      close();
    }
  }
  return accepted.map(({ client, trips, times }) => ({
    client,
    connections: times.count,
    p50Ms: times.percentile(50) / 1e6,
    trips,
  }));
}

/** Connects through a relay that writes down what is sent: what goes out between two replies is one trip. */
async function tripsOf(scope: Scope, route: Route, open: Open): Promise<string[][]> {
  const trips: string[][] = [];
  if (route.tls) {
    (await open(route))(); // Nobody can listen to it; it only shows whether the server lets this client in.
    return trips;
  }
  const relay = createServer((client) => {
    const server = connect(route.port, route.host);
    let answered = true;
    client.on('data', (sent) => {
      if (answered) trips.push([]);
      answered = false;
      trips.at(-1)?.push(...commandsIn(sent.toString('latin1')));
      server.write(sent);
    });
    server.on('data', (reply) => {
      answered = true;
      client.write(reply);
    });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => {}); // `close` follows it.
      one.on('close', () => other.destroy());
    }
  });
  relay.listen(0, '127.0.0.1');
  await once(relay, 'listening');
  scope.defer(() => void relay.close());
  const { port } = relay.address() as AddressInfo;
  const close = await open({ ...route, host: '127.0.0.1', port });
  const untilReady = trips.map((names) => [...names]); // What a client says in parting is not part of it.
  close();
  return untilReady;
}

/** The names of the commands in a piece of RESP, never what they carry: a password is among that. */
function commandsIn(sent: string): string[] {
  return [...sent.matchAll(/\*\d+\r\n\$\d+\r\n([A-Za-z]+)\r\n/g)].map(([, name = '']) => name.toUpperCase());
}
