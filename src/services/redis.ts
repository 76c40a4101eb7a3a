import { readFile } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import type { Program, RunningService, Service, ServiceHost } from '../core/service.ts';
import { type Certificate, makeCertificate, opensslProgram } from './certificate.ts';
import { onFreePort } from './port.ts';
import { requireProgram } from './programs.ts';
import { type ConnectOptions, connectRedis, type Redis } from './redis-client.ts';
import { openRedisSocket } from './redis-socket.ts';
import { parseRedisUrl, type RedisAddress, showAddress, tlsOptions } from './redis-url.ts';
import { type Supervised, supervise } from './supervise.ts';

export const redisProgram: Program = {
  name: 'redis-server',
  binaries: ['redis-server', 'valkey-server'],
  versionArgs: ['--version'],
  packages: { apt: 'redis-server', dnf: 'redis', pacman: 'valkey', apk: 'redis', brew: 'redis' },
};

/** A Redis for an experiment: a private one, or the learner's own with a prefix before every key. */
export interface RedisServer {
  readonly host: string;
  readonly port: number;
  /** Without a password. */
  readonly url: string;
  /** With the login, for a lab that measures a client of its own making. A password must never reach the record. */
  readonly address: RedisAddress;
  readonly version: string;
  /** Faults and settings are only for a private server; on the learner's own such an arm is skipped. */
  readonly isPrivate: boolean;
  /** The name to use for a key or channel. Keys named here are deleted from the learner's own Redis afterwards. */
  key(name: string): string;
  /**
   * Changes a setting of redis.conf for the time of the run; `change` makes the new value of the old one.
   * On the learner's own Redis the old value is put back afterwards, however the run ends.
   * @throws the server's own error where CONFIG is not allowed (a managed Redis, an ACL)
   */
  configure(setting: string, change: (old: string) => string): Promise<void>;
  /** @throws LabError when the server does not let us in */
  connect(name: string, options?: ConnectOptions): Promise<Redis>;
  /** A logged-in connection without a client library, for labs that speak the protocol themselves; it ends with the server. */
  openSocket(): Promise<Socket>;
  /** What the private server wrote so far. */
  log(): Promise<string>;
  pause(): void;
  resume(): void;
  kill(): Promise<void>;
  /** Comes up again on the same port and folder: what was persisted is loaded. */
  restart(): Promise<void>;
}

export interface RedisOptions {
  /** redis.conf directives for a private server, e.g. `{ appendonly: 'yes' }`. */
  readonly config?: Readonly<Record<string, string>>;
  /** A private server that speaks TLS only, with a certificate made at its start. */
  readonly tls?: boolean;
}

const noPersistence = { save: '', appendonly: 'no' };
const readyWithinMs = 10_000;

export function redis(options: RedisOptions = {}): Service<RedisServer> {
  if (options.tls) {
    return {
      name: 'redis-tls',
      programs: [redisProgram, opensslProgram],
      start: (host) => startPrivate(host, { ...noPersistence, ...options.config }, true),
    };
  }
  return {
    name: 'redis',
    programs: [redisProgram],
    own: {
      variable: 'REDIS_URL',
      label: { ko: '쓰던 Redis에서 하기(REDIS_URL)', en: 'use your own Redis (REDIS_URL)' },
    },
    start: (host) => {
      const url = host.external.redis;
      if (url === undefined) return startPrivate(host, { ...noPersistence, ...options.config });
      if (options.config)
        throw new Error('a lab must skip an arm that configures Redis when it is not private');
      return useOwn(host, parseRedisUrl(url));
    },
  };
}

async function startPrivate(
  host: ServiceHost,
  config: Record<string, string>,
  tls = false,
): Promise<RunningService<RedisServer>> {
  const program = await requireProgram(redisProgram);
  const folder = await host.tempFolder('redis');
  const certificate = tls ? await makeCertificate(folder) : null;
  const addressAt = (port: number): RedisAddress => ({
    host: '127.0.0.1',
    port,
    db: 0,
    tls,
    ...(certificate ? { ca: certificate.pem } : {}),
  });
  const launch = (port: number) => {
    const listen = certificate ? tlsConfig(port, certificate) : { port: String(port) };
    const args = configArgs({ ...listen, bind: '127.0.0.1', dir: folder, ...config });
    return supervise(host, {
      name: redisProgram.name,
      file: program.file,
      args,
      folder,
      ready: (pid) => ping(addressAt(port), pid),
      readyWithinMs,
    }).then((process) => ({ port, args, process }));
  };
  const first = await onFreePort(launch);
  let process: Supervised = first.process;
  const address = addressAt(first.port);
  const clients = clientsOf(host, address);

  return {
    info: {
      name: tls ? 'redis-tls' : 'redis',
      version: program.version,
      args: [program.file, ...first.args],
    },
    handle: {
      ...describe(address),
      version: program.version,
      isPrivate: true,
      key: (name) => name,
      configure: async (setting, change) => changeSetting(await clients.connect('config'), setting, change),
      connect: clients.connect,
      openSocket: clients.openSocket,
      log: () => readFile(process.logFile, 'utf8'),
      pause: () => process.pause(),
      resume: () => process.resume(),
      kill: () => process.kill(),
      async restart() {
        await process.stop();
        process = (await launch(first.port)).process;
      },
    },
    async stop() {
      clients.disconnect();
      await process.stop();
    },
  };
}

async function useOwn(host: ServiceHost, address: RedisAddress): Promise<RunningService<RedisServer>> {
  const clients = clientsOf(host, address);
  let stopping = false;
  const control = await clients.connect('control');
  // This connection does nothing more: when it ends and no other can be had, the learner's server is gone.
  control.once('end', () => {
    if (!stopping) clients.connect('control').catch((error) => host.fail(error));
  });
  const version =
    /^(?:redis|valkey)_version:(\S+)/m.exec(await control.info('server').catch(() => ''))?.[1] ?? '?';
  const prefix = `redis-lab:${host.runId}:`;
  const keys = new Set<string>();
  const settings = new Map<string, string>();
  const notOurs = () => {
    throw new Error("a lab must skip an arm that needs a private Redis when it runs on the learner's own");
  };

  return {
    info: { name: 'redis', version, args: [] },
    handle: {
      ...describe(address),
      version,
      isPrivate: false,
      key(name) {
        keys.add(prefix + name);
        return prefix + name;
      },
      configure: async (setting, change) =>
        changeSetting(await clients.connect('config'), setting, (old) => {
          if (stopping) return old;
          if (!settings.has(setting)) settings.set(setting, old);
          return change(old);
        }),
      connect: clients.connect,
      openSocket: clients.openSocket,
      log: notOurs,
      pause: notOurs,
      resume: notOurs,
      kill: notOurs,
      restart: notOurs,
    },
    async stop() {
      stopping = true;
      try {
        // A connection of its own: the run's may hang in a fault or be gone.
        const cleaner = await clients.connect('cleanup');
        for (const [setting, old] of settings) await changeSetting(cleaner, setting, () => old);
        const all = [...keys];
        for (let from = 0; from < all.length; from += 1_000)
          await cleaner.unlink(...all.slice(from, from + 1_000));
      } finally {
        clients.disconnect();
      }
    },
  };
}

async function changeSetting(client: Redis, setting: string, change: (old: string) => string): Promise<void> {
  const [, old = ''] = (await client.config('GET', setting)) as string[];
  const wished = change(old);
  if (wished !== old) await client.config('SET', setting, wished);
}

function describe(address: RedisAddress): Pick<RedisServer, 'host' | 'port' | 'url' | 'address'> {
  return { host: address.host, port: address.port, url: showAddress(address), address };
}

/** Clients that end with their server. */
function clientsOf(host: ServiceHost, address: RedisAddress) {
  const clients = new Set<Redis>();
  const sockets = new Set<Socket>();
  return {
    async openSocket(): Promise<Socket> {
      const socket = await openRedisSocket(address);
      sockets.add(socket);
      return socket;
    },
    async connect(name: string, options: ConnectOptions = {}): Promise<Redis> {
      const client = await connectRedis(
        address,
        name,
        options,
        host.trace && !options.untraced ? host.emit : null,
      );
      clients.add(client);
      return client;
    },
    disconnect(): void {
      for (const client of clients) client.disconnect();
      for (const socket of sockets) socket.destroy();
    },
  };
}

function configArgs(config: Readonly<Record<string, string>>): string[] {
  // `save ''` keeps its empty word; `client-output-buffer-limit pubsub 1mb 0 0` is four words.
  return Object.entries(config).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')]);
}

function tlsConfig(port: number, { certFile, keyFile }: Certificate): Record<string, string> {
  return {
    port: '0',
    'tls-port': String(port),
    'tls-cert-file': certFile,
    'tls-key-file': keyFile,
    'tls-ca-cert-file': certFile,
    'tls-auth-clients': 'no',
  };
}

/**
 * Readiness by the protocol itself: LOADING and silence are not PONG. And by the process that we started: somebody
 * else's Redis may have been given the same port a moment before ours.
 */
function ping(address: RedisAddress, pid: number): Promise<void> {
  const { host, port, tls } = address;
  return new Promise((resolve, reject) => {
    const ask = () => void socket.write('PING\r\nINFO server\r\n');
    const socket: Socket = tls
      ? connectTls({ host, port, ...tlsOptions(address) }, ask)
      : connectTcp({ host, port }, ask);
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer to PING')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
    let reply = '';
    socket.on('data', (chunk) => {
      reply += chunk.toString('latin1');
      const [first = ''] = reply.split('\r\n');
      const answeredBy = /^process_id:(\d+)\r$/m.exec(reply)?.[1];
      if (first !== '+PONG') socket.destroy(new Error(first));
      else if (answeredBy === String(pid)) {
        resolve();
        socket.destroy();
      } else if (answeredBy) socket.destroy(new Error(`process ${answeredBy} answers on port ${port}`));
    });
  });
}
