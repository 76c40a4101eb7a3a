import { readFile, writeFile } from 'node:fs/promises';
import { connect as connectTcp, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { LabError, RefusedError } from '../core/errors.ts';
import type { RunningService, ServiceHost } from '../core/service.ts';
import { shellWord } from '../core/shell-word.ts';
import { type Certificate, makeCertificate } from './certificate.ts';
import { footprintOf } from './footprint.ts';
import { askerOf, writeLogin } from './held.ts';
import { onFreePort } from './port.ts';
import { requireProgram } from './programs.ts';
import { connectionsOf, describeAddress } from './redis-connections.ts';
import { identityOf } from './redis-identity.ts';
import { type RedisServer, redisProgram } from './redis-server.ts';
import { readSetting } from './redis-settings.ts';
import { type RedisAddress, tlsOptions } from './redis-url.ts';
import { type Supervised, supervise } from './supervise.ts';

const readyWithinMs = 10_000;

export interface PrivateOptions {
  /** It speaks TLS only, with a certificate made at its start. */
  readonly tls?: boolean;
  /** Its name in the trace. */
  readonly actor?: string;
  /** Lines of redis.conf that hold a secret. */
  readonly secretConfig?: string;
  /** Beside what every server gets; files in it are named as seen from its folder. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Called with its folder before it starts. */
  readonly prepare?: (folder: string) => Promise<void>;
}

/** A private server, and where it keeps what it persists. */
export interface PrivateRedis extends RedisServer {
  readonly folder: string;
  /** SIGTERM, and its end awaited: what `systemctl stop` does. */
  shutDown(): Promise<void>;
}

/** A server of our own on a free port of 127.0.0.1, in a folder that goes with the run. */
export async function startPrivate(
  host: ServiceHost,
  config: Readonly<Record<string, string>>,
  { tls = false, actor = 'redis', secretConfig = '', environment = {}, prepare }: PrivateOptions = {},
): Promise<RunningService<PrivateRedis>> {
  const program = await requireProgram(redisProgram);
  const folder = await host.tempFolder('redis');
  const certificate = tls ? await makeCertificate(folder) : null;
  await prepare?.(folder);
  // A new secret for every attempt: whoever took the port in between was told the last one.
  const addressAt = (port: number): PrivateAddress => ({
    host: '127.0.0.1',
    port,
    db: 0,
    tls,
    ...(certificate ? { ca: certificate.pem } : {}),
    password: host.newSecret(),
  });
  const launch = async (address: PrivateAddress) => {
    const port = String(address.port);
    const listen = certificate ? tlsConfig(port, certificate) : { port };
    const secretFile = await writeSecret(folder, address, secretConfig);
    const args = [secretFile, ...configArgs({ ...listen, bind: '127.0.0.1', dir: '.', ...config })];
    let said = '';
    const process = await supervise(host, {
      name: redisProgram.name,
      file: program.file,
      args,
      folder,
      environment,
      ready: async (pid) => {
        said = await ping(address, pid);
      },
      readyWithinMs,
    });
    return { address, args, process, name: identityOf(said).name };
  };
  const first = await onFreePort((port) => launch(addressAt(port))).catch((error: unknown) => {
    throw tls ? withoutTls(error) : error;
  });
  let process: Supervised = first.process;
  const { address } = first;
  const clients = connectionsOf(host, address);
  async function restart(): Promise<void> {
    await process.stop();
    process = (await launch(address)).process;
  }

  return {
    info: {
      name: tls ? `${first.name}-tls` : first.name,
      version: program.version,
      args: [program.file, ...first.args],
    },
    handle: {
      ...describeAddress(address),
      version: program.version,
      folder,
      isPrivate: true,
      key: (name) => name,
      pattern: (name) => name,
      async configure(setting, change) {
        const client = await clients.connect('config');
        await client.config('SET', setting, change(await readSetting(client, setting)));
      },
      connect: clients.connect,
      pipeline: clients.pipeline,
      openSocket: clients.openSocket,
      disconnect: clients.disconnect,
      log: () => readFile(process.logFile, 'utf8'),
      footprint: () => footprintOf(process.pid, folder),
      pause() {
        host.note({ kind: 'state', actor, state: 'paused' });
        process.pause();
      },
      resume() {
        process.resume();
        host.note({ kind: 'state', actor, state: 'up' });
      },
      async kill() {
        await process.kill();
        host.note({ kind: 'state', actor, state: 'dead' });
      },
      async shutDown() {
        await process.stop();
        host.note({ kind: 'state', actor, state: 'dead' });
      },
      async restart() {
        await restart();
        host.note({ kind: 'state', actor, state: 'up' });
      },
    },
    release: clients.disconnect,
    handOver: async () => ({
      name: tls ? 'redis-tls' : 'redis',
      url: describeAddress(address).url,
      pid: () => (process.isAlive() ? process.pid : null),
      logFile: process.logFile,
      client: `${basename(program.file).replace('server', 'cli')} -p ${address.port}${certificate ? ` --tls --cacert ${shellWord(certificate.certFile)}` : ''}`,
      login: await writeLogin(folder, { REDISCLI_AUTH: address.password }),
      ask: askerOf(clients),
      restart,
    }),
    async stop() {
      clients.disconnect();
      // It looks for a SIGTERM ten times a second, and would then save what goes with its folder.
      await process.kill();
    },
  };
}

/** A build that knows no TLS costs the act that wants it, not the run. */
function withoutTls(error: unknown): unknown {
  if (!(error instanceof LabError)) return error;
  const { what, why } = error.explanation;
  const said = /^.*(?:tls-port|connection type tls).*$/m.exec(why.en)?.[0].trim();
  if (said === undefined) return error;
  return new RefusedError(error.exitCode, {
    what,
    why: {
      ko: `TLS 없이 빌드된 Redis예요: ${said}`,
      en: `This Redis was built without TLS: ${said}`,
    },
    next: {
      ko: 'TLS를 넣어 빌드한 Redis를 설치해 주세요(데비안 패키지에는 들어 있어요).',
      en: 'Install a Redis that was built with TLS, as the package of Debian is.',
    },
  });
}

type PrivateAddress = RedisAddress & { readonly password: string };

/** Arguments are for everybody to see (`ps`), this file is not: Redis reads it before its arguments. */
async function writeSecret(folder: string, { password }: PrivateAddress, more: string): Promise<string> {
  const file = join(folder, 'redis.conf');
  await writeFile(file, `requirepass ${password}\n${more}`, { mode: 0o600 });
  return file;
}

/** Files are named as seen from its folder, where it works: a path may hold a space. */
function configArgs(config: Readonly<Record<string, string>>): string[] {
  // `save ''` keeps its empty word; `client-output-buffer-limit pubsub 1mb 0 0` is four words.
  return Object.entries(config).flatMap(([name, value]) => [`--${name}`, ...value.split(' ')]);
}

function tlsConfig(port: string, { certFile, keyFile }: Certificate): Record<string, string> {
  return {
    port: '0',
    'tls-port': port,
    'tls-cert-file': basename(certFile),
    'tls-key-file': basename(keyFile),
    'tls-ca-cert-file': basename(certFile),
    'tls-auth-clients': 'no',
  };
}

/**
 * Readiness by the protocol itself: LOADING and silence are not PONG. And by the process that we started: somebody
 * else's Redis may have been given the same port a moment before ours. Returns what it says of itself.
 */
function ping(address: PrivateAddress, pid: number): Promise<string> {
  const { host, port, tls, password } = address;
  return new Promise((resolve, reject) => {
    const ask = () => void socket.write(`AUTH ${password}\r\nPING\r\nINFO server\r\n`);
    const socket: Socket = tls
      ? connectTls({ host, port, ...tlsOptions(address) }, ask)
      : connectTcp({ host, port }, ask);
    socket.setTimeout(1_000, () => socket.destroy(new Error('no answer to PING')));
    socket.once('error', reject);
    socket.once('close', () => reject(new Error('it closed the connection')));
    let reply = '';
    socket.on('data', (chunk) => {
      reply += chunk.toString('latin1');
      const refusal = /^-(.+)\r$/m.exec(reply)?.[1];
      const answeredBy = /^process_id:(\d+)\r$/m.exec(reply)?.[1];
      if (refusal) socket.destroy(new Error(refusal));
      else if (answeredBy === String(pid)) {
        resolve(reply.replaceAll('\r', ''));
        socket.destroy();
      } else if (answeredBy) socket.destroy(new Error(`process ${answeredBy} answers on port ${port}`));
    });
  });
}
