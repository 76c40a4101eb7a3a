// The floors: the same shapes without a library.
import { encodeCommand, Histogram, monotonicClock } from '../../../src/kit/run.ts';
import { RawConnection } from './resp.ts';
import type { Route } from './route.ts';
import type { Shape } from './shape.ts';
import { turnstile } from './turnstile.ts';

const client = 'raw';

export function rawFresh(route: Route, key: string): Shape {
  const get = encodeCommand(['GET', key]);
  return {
    id: 'fresh',
    client,
    poolSize: null,
    async open() {
      let connectTimes = new Histogram();
      return {
        async operation() {
          const startNs = monotonicClock.nowNs();
          const connection = await RawConnection.open(route);
          connectTimes.record(monotonicClock.nowNs() - startNs);
          await connection.ask(get).finally(() => connection.close());
        },
        takeConnectTimes() {
          const taken = connectTimes;
          connectTimes = new Histogram();
          return taken;
        },
        close() {},
      };
    },
  };
}

/** A write for each command: what a client that does not batch can reach at best. */
export function rawShared(route: Route, key: string): Shape {
  return sharing(route, key, 'shared', (connection, get) => connection.ask(get));
}

/** One write for several commands: what a client that batches can reach at best. */
export function rawBatched(route: Route, key: string): Shape {
  return sharing(route, key, 'auto-pipelined', (connection, get) => connection.askTogether(get));
}

function sharing(
  route: Route,
  key: string,
  id: 'shared' | 'auto-pipelined',
  ask: (connection: RawConnection, command: string) => Promise<void>,
): Shape {
  const get = encodeCommand(['GET', key]);
  return {
    id,
    client,
    poolSize: null,
    async open() {
      const connection = await RawConnection.open(route);
      return { operation: () => ask(connection, get), close: () => connection.close() };
    },
  };
}

export function rawPool(route: Route, key: string, poolSize: number): Shape {
  const get = encodeCommand(['GET', key]);
  return {
    id: 'pool',
    client,
    poolSize,
    async open() {
      const connections = await Promise.all(
        Array.from({ length: poolSize }, () => RawConnection.open(route)),
      );
      const pool = turnstile(connections);
      return {
        operation: () => pool.use((connection) => connection.ask(get)),
        close: () => connections.forEach((connection) => void connection.close()),
      };
    },
  };
}
