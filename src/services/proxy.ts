import { once } from 'node:events';
import net from 'node:net';
import type { RunningService, Service, ServiceHost } from '../core/service.ts';
import { Connection, type Counters } from './proxy/connection.ts';
import type { AppliedToxic } from './proxy/link.ts';
import { type Direction, nameOf, type Toxic } from './proxy/toxics.ts';

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
  const handle = new ToxicProxy(options, serviceHost);
  await handle.open();
  const { host, port } = options.upstream;
  // No command line, but the record must know what stood between: in the words of `toxiproxy-cli create`.
  const args = ['-l', `${handle.host}:${handle.port}`, '-u', `${host}:${port}`];
  const info = { name: 'proxy', version: '', args };
  return { handle, info, stop: () => handle.close() };
}

class ToxicProxy implements FaultProxy {
  readonly host = '127.0.0.1';
  /** Chosen by the system the first time, the same ever after. */
  port = 0;
  readonly counters: Counters = { connections: 0, open: 0, bytesUpstream: 0, bytesDownstream: 0 };
  readonly #options: ProxyOptions;
  readonly #listener: net.Server;
  readonly #connections = new Set<Connection>();
  readonly #toxics = new Set<AppliedToxic>();
  readonly #note: ServiceHost['note'];

  constructor(options: ProxyOptions, { fail, note }: ServiceHost) {
    this.#options = options;
    this.#note = note;
    this.#listener = net.createServer(socketOptions, (client) => this.#accept(client));
    this.#listener.on('error', (error) => {
      // Where it cannot listen, `up` rejects; what breaks later (no file descriptors left) fails the run.
      if (this.#listener.listening) fail(error);
    });
  }

  async up(): Promise<void> {
    await this.open();
    this.#note({ kind: 'state', actor: 'network', state: 'up' });
  }

  async down(): Promise<void> {
    this.#note({ kind: 'state', actor: 'network', state: 'cut' });
    await this.close();
  }

  async open(): Promise<void> {
    if (this.#listener.listening) return;
    this.#listener.listen(this.port, this.host);
    await once(this.#listener, 'listening');
    this.port = (this.#listener.address() as net.AddressInfo).port;
  }

  async close(): Promise<void> {
    const stopped = this.#listener.listening && once(this.#listener, 'close');
    this.#listener.close();
    for (const connection of this.#connections) connection.cut();
    await Promise.all([stopped, ...Array.from(this.#connections, ({ closed }) => closed)]);
  }

  add(direction: Direction, toxic: Toxic): () => void {
    const applied = { direction, toxic };
    this.#note({ kind: 'mark', id: `${toxic.type}:${direction}`, text: nameOf(toxic, direction) });
    this.#toxics.add(applied);
    for (const connection of this.#connections) connection.add(applied);
    return () => {
      this.#toxics.delete(applied);
      for (const connection of this.#connections) connection.remove(applied);
    };
  }

  #accept(client: net.Socket): void {
    const { upstream, random } = this.#options;
    const server = net.connect({ ...socketOptions, ...upstream });
    const connection = new Connection({ client, server, random, counters: this.counters });
    this.#connections.add(connection);
    for (const applied of this.#toxics) connection.add(applied);
    connection.closed.then(() => this.#connections.delete(connection));
  }
}
