import { once } from 'node:events';
import net from 'node:net';
import type { RunningService, Service, ServiceHost } from '../core/service.ts';
import { Connection, type Counters } from './proxy/connection.ts';
import type { AppliedToxic } from './proxy/link.ts';
import type { Direction, Toxic } from './proxy/toxics.ts';

export type { Direction, Toxic } from './proxy/toxics.ts';

/**
 * Network faults between a client and a server: our own TCP proxy, in this process, with the words and the
 * meaning of Toxiproxy (https://github.com/Shopify/toxiproxy). Without toxics it only copies.
 */
export interface FaultProxy {
  readonly host: '127.0.0.1';
  readonly port: number;
  /** Toxiproxy's `enabled: false`: stops listening and cuts every open connection, until both its sides are gone. */
  down(): Promise<void>;
  /** Listens again, on the very same port. */
  up(): Promise<void>;
  /** Applies to open and to new connections; the answered function removes it again. */
  add(direction: Direction, toxic: Toxic): () => void;
  /** Live: copy them to compare. */
  readonly counters: Readonly<Counters>;
}

interface ProxyOptions {
  readonly upstream: { readonly host: string; readonly port: number };
  /** For jitter and slice sizes. A fork of its own: how often it is asked depends on how TCP cuts. */
  readonly random: () => number;
}

// Half-open, so that a FIN is passed on as one; no delay, so that Nagle's algorithm adds no latency.
const socketOptions = { allowHalfOpen: true, noDelay: true };

export function proxy(options: ProxyOptions): Service<FaultProxy> {
  return { name: 'proxy', programs: [], start: (serviceHost) => start(options, serviceHost) };
}

async function start(options: ProxyOptions, serviceHost: ServiceHost): Promise<RunningService<FaultProxy>> {
  const handle = new ToxicProxy(options, (error) => serviceHost.fail(error));
  await handle.up();
  const { host, port } = options.upstream;
  // No command line, but the record must know what stood between: in the words of `toxiproxy-cli create`.
  const args = ['-l', `${handle.host}:${handle.port}`, '-u', `${host}:${port}`];
  const info = { name: 'proxy', version: '', args };
  return { handle, info, stop: () => handle.down() };
}

class ToxicProxy implements FaultProxy {
  readonly host = '127.0.0.1';
  /** Chosen by the system the first time, the same ever after. */
  port = 0;
  readonly counters: Counters = { connections: 0, open: 0, bytesUpstream: 0, bytesDownstream: 0 };
  private readonly options: ProxyOptions;
  private readonly listener: net.Server;
  private readonly connections = new Set<Connection>();
  private readonly toxics = new Set<AppliedToxic>();

  constructor(options: ProxyOptions, fail: (error: Error) => void) {
    this.options = options;
    this.listener = net.createServer(socketOptions, (client) => this.accept(client));
    this.listener.on('error', (error) => {
      // Where it cannot listen, `up` rejects; what breaks later (no file descriptors left) fails the run.
      if (this.listener.listening) fail(error);
    });
  }

  async up(): Promise<void> {
    if (this.listener.listening) return;
    this.listener.listen(this.port, this.host);
    await once(this.listener, 'listening');
    this.port = (this.listener.address() as net.AddressInfo).port;
  }

  async down(): Promise<void> {
    const stopped = this.listener.listening && once(this.listener, 'close');
    this.listener.close();
    for (const connection of this.connections) connection.cut();
    await Promise.all([stopped, ...Array.from(this.connections, ({ closed }) => closed)]);
  }

  add(direction: Direction, toxic: Toxic): () => void {
    const applied = { direction, toxic };
    this.toxics.add(applied);
    for (const connection of this.connections) connection.add(applied);
    return () => {
      this.toxics.delete(applied);
      for (const connection of this.connections) connection.remove(applied);
    };
  }

  private accept(client: net.Socket): void {
    const { upstream, random } = this.options;
    const server = net.connect({ ...socketOptions, ...upstream });
    const connection = new Connection({ client, server, random, counters: this.counters });
    this.connections.add(connection);
    for (const applied of this.toxics) connection.add(applied);
    connection.closed.then(() => this.connections.delete(connection));
  }
}
