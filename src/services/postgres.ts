import { execFile } from 'node:child_process';
import { chmod, chown } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes, LabError } from '../core/errors.ts';
import type { Program, RunningService, Service, ServiceHost } from '../core/service.ts';
import { same } from '../core/text.ts';
import { onFreePort } from './port.ts';
import { connectPostgres, type PostgresAddress, parsePostgresUrl, type Sql } from './postgres-url.ts';
import { type GroupProgram, runToEnd, type User } from './process-group.ts';
import { requireProgram } from './programs.ts';
import { supervise } from './supervise.ts';

/** Debian and Homebrew keep the servers of several versions side by side, off PATH. */
export const postgresProgram: Program = {
  name: 'postgres',
  binaries: ['postgres'],
  versionArgs: ['--version'],
  folders: [
    '/usr/lib/postgresql/*/bin',
    '/usr/pgsql-*/bin',
    '/usr/libexec/postgresql*',
    '/opt/homebrew/opt/postgresql@*/bin',
    '/usr/local/opt/postgresql@*/bin',
  ],
  packages: {
    apt: 'postgresql',
    dnf: 'postgresql-server',
    pacman: 'postgresql',
    apk: 'postgresql',
    brew: 'postgresql@17',
  },
};

/** A PostgreSQL for an experiment: a private one, or the learner's own, where only tables named here are touched. */
export interface PostgresServer {
  readonly address: PostgresAddress;
  readonly version: string;
  readonly isPrivate: boolean;
  /** The name to use for a table. What is named here is dropped from the learner's own server afterwards. */
  table(name: string): string;
}

const readyWithinMs = 30_000;
/** Enough for every pool of the labs; the default of 100 is what a real server would refuse at. */
const privateConnections = 400;

export function postgres(): Service<PostgresServer> {
  return {
    name: 'postgres',
    programs: [postgresProgram],
    own: {
      variable: 'POSTGRES_URL',
      label: { ko: '쓰던 PostgreSQL에서 하기(POSTGRES_URL)', en: 'use your own PostgreSQL (POSTGRES_URL)' },
    },
    start: (host) => {
      const url = host.external.postgres;
      return url === undefined ? startPrivate(host) : useOwn(host, parsePostgresUrl(url));
    },
  };
}

async function startPrivate(host: ServiceHost): Promise<RunningService<PostgresServer>> {
  const program = await requireProgram(postgresProgram);
  const folder = await host.tempFolder('postgres');
  const user = await userFor(folder);
  const data = join(folder, 'data');
  await initialise(host, {
    name: 'initdb',
    file: join(dirname(program.file), 'initdb'),
    // Without --no-sync initdb waits for the disk, for a cluster that is thrown away.
    args: ['-D', data, '-U', 'redis_lab', '-A', 'trust', '-E', 'UTF8', '--no-locale', '--no-sync'],
    folder,
    ...(user ? { user } : {}),
  });

  const addressAt = (port: number): PostgresAddress => ({
    host: '127.0.0.1',
    port,
    user: 'redis_lab',
    database: 'postgres',
    ssl: false,
  });
  const { port, args, process } = await onFreePort(async (port) => {
    const args = serverArgs(data, port);
    const process = await supervise(host, {
      name: postgresProgram.name,
      file: program.file,
      args,
      folder,
      ready: async () => (await connectPostgres(addressAt(port))).end(),
      readyWithinMs,
      stopSignal: 'SIGINT', // Fast shutdown; at SIGTERM it waits until every client has left.
      ...(user ? { user } : {}),
    });
    return { port, args, process };
  });
  return {
    info: { name: 'postgres', version: program.version, args: [program.file, ...args] },
    handle: {
      address: addressAt(port),
      version: program.version,
      isPrivate: true,
      table: (name) => name,
    },
    stop: () => process.stop(),
  };
}

/** Makes an empty cluster. */
async function initialise(host: ServiceHost, initdb: GroupProgram): Promise<void> {
  const { exitCode, lastWords } = await runToEnd(host, initdb);
  if (exitCode === 0) return;
  throw new LabError(exitCodes.runFailed, {
    what: { ko: '실험용 PostgreSQL을 만들지 못했어요.', en: 'A private PostgreSQL could not be made.' },
    why: same(lastWords),
    next: {
      ko: 'root라면 다른 사용자로 실행하거나, 누구나 지나갈 수 있는 폴더를 TMPDIR로 알려 주세요: TMPDIR=/tmp. 쓰던 서버는 --postgres URL로 줄 수 있어요.',
      en: 'As root, run it as another user or point TMPDIR to a folder that everybody may pass: TMPDIR=/tmp. A server of your own is named with --postgres URL.',
    },
  });
}

function serverArgs(data: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: '',
    max_connections: privateConnections,
    autovacuum: 'off', // It would work in the middle of somebody's trial.
  };
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** PostgreSQL refuses to run as root: then somebody else gets the folder. Null when we are nobody special. */
async function userFor(folder: string): Promise<User | null> {
  if (process.getuid?.() !== 0) return null;
  const user = (await idsOf('postgres')) ?? (await idsOf('nobody'));
  if (!user) throw new Error('neither a user postgres nor nobody is here to run PostgreSQL as');
  await chmod(dirname(folder), 0o711); // The run's folder may be passed through, not read.
  await chown(folder, user.uid, user.gid);
  return user;
}

async function idsOf(name: string): Promise<User | null> {
  const ask = async (what: '-u' | '-g') => Number((await promisify(execFile)('id', [what, name])).stdout);
  try {
    return { uid: await ask('-u'), gid: await ask('-g') };
  } catch {
    return null; // There is nobody of that name.
  }
}

async function useOwn(host: ServiceHost, address: PostgresAddress): Promise<RunningService<PostgresServer>> {
  const client = await connectPostgres(address);
  const version = await versionOf(client).finally(() => client.end());
  const tables = new Set<string>();
  return {
    info: { name: 'postgres', version, args: [] },
    handle: {
      address,
      version,
      isPrivate: false,
      table(name) {
        const ours = `redis_lab_${host.runId.replaceAll('-', '_')}_${name}`;
        tables.add(ours);
        return ours;
      },
    },
    async stop() {
      if (tables.size === 0) return;
      const cleaner = await connectPostgres(address);
      await cleaner.query(`DROP TABLE IF EXISTS ${[...tables].join(', ')}`).finally(() => cleaner.end());
    },
  };
}

async function versionOf(client: Sql): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return /^[\d.]+/.exec(rows[0]?.server_version ?? '')?.[0] ?? '?'; // `15.4 (Debian 15.4-1)`
}
