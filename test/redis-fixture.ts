import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Redis } from 'ioredis';

/** A Redis that belongs to the learner: redis-lab did not start it and must not change it. */
export interface LearnersRedis {
  readonly port: number;
  readonly pid: number;
  /** A connection of the test's own. */
  readonly client: Redis;
  /** What was written on its terminal. */
  log(): string;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface LearnersRedisOptions {
  /** Directives as arguments: `['--maxclients', '12']`. */
  readonly args?: readonly string[];
  readonly password?: string;
  /** Then the port speaks TLS only. */
  readonly tls?: { readonly certFile: string; readonly keyFile: string };
}

/** Starts one on a free port, without redis-lab's own code: a test must not trust what it tests. */
export async function startLearnersRedis(options: LearnersRedisOptions = {}): Promise<LearnersRedis> {
  const folder = await mkdtemp(join(tmpdir(), 'learners-redis-'));
  const { child, port, log } = await launch(folder, options);
  const exited = new Promise((resolve) => child.once('exit', resolve));
  const client = await connect(port, options);
  return {
    port,
    pid: child.pid as number,
    client,
    log,
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
    async stop() {
      client.disconnect();
      child.kill('SIGKILL');
      await exited;
      await rm(folder, { recursive: true });
    },
  };
}

async function connect(port: number, { password, tls }: LearnersRedisOptions): Promise<Redis> {
  const client = new Redis({
    port,
    ...(password ? { password } : {}),
    ...(tls ? { tls: { ca: await readFile(tls.certFile) } } : {}),
    retryStrategy: () => null,
  });
  client.on('error', () => {}); // A test may kill the server.
  await client.ping();
  return client;
}

async function launch(
  folder: string,
  options: LearnersRedisOptions,
): Promise<{ child: ChildProcess; port: number; log: () => string }> {
  for (;;) {
    const port = await unusedPort();
    const child = spawn('redis-server', argsFor(port, folder, options), {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    let log = '';
    const ready = new Promise<boolean>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        log += text;
        if (log.includes('Ready to accept connections')) resolve(true);
      });
      child.once('exit', () => resolve(false));
    });
    if (await ready) return { child, port, log: () => log };
    // Somebody else was given the same port in between; anything else is an error.
    if (!log.includes('Address already in use')) throw new Error(log);
  }
}

function argsFor(port: number, folder: string, { password, tls, args = [] }: LearnersRedisOptions): string[] {
  const listen = tls
    ? ['--port', '0', '--tls-port', `${port}`, '--tls-auth-clients', 'no']
    : ['--port', `${port}`];
  const certificate = tls
    ? ['--tls-cert-file', tls.certFile, '--tls-key-file', tls.keyFile, '--tls-ca-cert-file', tls.certFile]
    : [];
  const login = password ? ['--requirepass', password] : [];
  const house = ['--bind', '127.0.0.1', '--dir', folder, '--save', ''];
  return [...listen, ...certificate, ...login, ...house, ...args];
}

/** A port of 127.0.0.1 where nobody listened a moment ago. */
export async function unusedPort(): Promise<number> {
  const probe = createServer().listen(0, '127.0.0.1');
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  probe.close();
  await once(probe, 'close');
  return port;
}
