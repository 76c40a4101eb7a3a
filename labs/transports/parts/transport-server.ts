// A server that offers the same updates by four transports, as a process of its own; and what the lab can ask of it.
import { readFile, rm } from 'node:fs/promises';
import { Agent, get } from 'node:http';
import { join } from 'node:path';
import { nodeProcess, type Service, supervise } from '../../../src/kit/run.ts';
import type { Counts } from './server/doors.ts';
import type { RelayOptions } from './server/relay.ts';

export interface TransportServerOptions {
  /** Told with each answer (X-Server): for who looks at which server it was. */
  readonly name?: string;
  readonly secret: string;
  /** 0 for any that is free. */
  readonly port: number;
  /** Where it writes the port that it was given. */
  readonly portFile: string;
  /** Through which it shares its updates with other servers; without it they stay in its memory. */
  readonly redis?: RelayOptions;
}

export interface Spent extends Counts {
  readonly cpuUs: number;
}

export interface TransportServer {
  readonly port: number;
  /** Publishes from now on at this rate. */
  start(perSecond: number): Promise<{ readonly firstDueNs: number; readonly firstId: number }>;
  stop(): Promise<void>;
  lastId(): Promise<number>;
  spent(): Promise<Spent>;
  /** In use after a collection, in the heap of V8 and outside of it; what the kernel keeps for a socket is not in it. */
  memoryBytes(): Promise<number>;
  /** Ends the streams of events that are open. */
  end(): Promise<void>;
}

const readyWithinMs = 10_000;

export function transportServer(name?: string, redis?: RelayOptions): Service<TransportServer> {
  return {
    name: 'transport-server',
    programs: [],
    async start(host) {
      const folder = await host.tempFolder(name ?? 'server');
      const portFile = join(folder, 'port');
      const secret = host.newSecret();
      const launch = async (port: number) => {
        const input: TransportServerOptions = {
          secret,
          port,
          portFile,
          ...(name ? { name } : {}),
          ...(redis ? { redis } : {}),
        };
        await rm(portFile, { force: true }); // Of the process before.
        return await supervise(host, {
          name: 'transport-server',
          file: process.execPath,
          args,
          input: JSON.stringify(input),
          folder,
          ready: async () => void (await readPort(portFile)),
          readyWithinMs,
        });
      };
      // Memory is read after a collection, or it would say how lazy V8 is.
      const args = ['--expose-gc', ...nodeProcess('transport-server-process')];
      let process_ = await launch(0);
      const port = await readPort(portFile);
      const handle = controlOf(port, secret);
      const info = {
        name: 'transport-server',
        version: `Node ${process.versions.node}`,
        args: [process.execPath, ...args],
      };
      return {
        handle,
        info,
        handOver: async () => ({
          name: `${name ?? 'server'}${redis ? ' (shared)' : ''}`,
          url: `http://127.0.0.1:${port}`,
          pid: () => (process_.isAlive() ? process_.pid : null),
          logFile: process_.logFile,
          client: null,
          login: null,
          ask: ([verb = '']) => (verb === 'last' ? handle.lastId() : handle.spent()),
          async restart() {
            process_ = await launch(port);
          },
        }),
        stop: () => process_.stop(),
      };
    },
  };
}

async function readPort(file: string): Promise<number> {
  const port = Number(await readFile(file, 'utf8'));
  if (!(port > 0)) throw new Error('no port yet');
  return port;
}

function controlOf(port: number, secret: string): TransportServer {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const ask = <Answer>(verb: string, argument = ''): Promise<Answer> =>
    new Promise((resolve, reject) => {
      const path = `/control?verb=${verb}&argument=${argument}`;
      const headers = { authorization: secret };
      get({ host: '127.0.0.1', port, path, headers, agent }, (response) => {
        let body = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          body += part;
        });
        response.once('end', () => resolve(JSON.parse(body)));
      }).once('error', reject);
    });
  return {
    port,
    start: (perSecond) => ask('start', String(perSecond)),
    stop: () => ask('stop'),
    lastId: () => ask('last'),
    spent: () => ask('spent'),
    memoryBytes: () => ask('memory'),
    end: () => ask('end'),
  };
}
