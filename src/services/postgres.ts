import { execFile } from 'node:child_process';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { exitCodes, LabError } from '../core/errors.ts';
import type { Program, RunningService, Service, ServiceHost, User } from '../core/service.ts';
import { same, type Text } from '../core/text.ts';
import { writeLogin } from './held.ts';
import { onFreePort } from './port.ts';
import {
  connectPostgres,
  type PostgresAddress,
  type Sql,
  settlePostgres,
  takePgVariables,
} from './postgres-client.ts';
import { schemaLeft, schemaRefused } from './postgres-errors.ts';
import { createSchema } from './postgres-left.ts';
import { type PostgresTarget, parsePostgresUrl } from './postgres-url.ts';
import { type GroupProgram, runToEnd } from './process-group.ts';
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

/** A PostgreSQL for an experiment: a private one, or the learner's own, where a schema of the run is all that is touched. */
export interface PostgresServer {
  readonly address: PostgresAddress;
  readonly version: string;
  readonly isPrivate: boolean;
  /** Where a private server keeps its files; null for the learner's own. */
  readonly dataFolder: string | null;
  /** Stops a private server politely (it writes down all it has) and starts it on the same port: who was connected is not. */
  restart(): Promise<void>;
  /**
   * The name to use for a table: on the learner's own server it lies in the schema of the run, which is dropped afterwards.
   * @throws RefusedError where no schema could be made
   */
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
      label: { ko: '내 PostgreSQL에서 실행하기(POSTGRES_URL)', en: 'use your own PostgreSQL (POSTGRES_URL)' },
      check: async (url) => void parsePostgresUrl(url),
    },
    start: (host) => {
      const url = host.external.postgres;
      const variables = takePgVariables();
      return url === undefined ? startPrivate(host) : useOwn(host, parsePostgresUrl(url, variables));
    },
  };
}

async function startPrivate(host: ServiceHost): Promise<RunningService<PostgresServer>> {
  const program = await requireProgram(postgresProgram);
  const user = await serverUser();
  const folder = await host.tempFolder('postgres', user ?? undefined);
  const data = join(folder, 'data');
  const sockets = await host.socketFolder('postgres-socket', user ?? undefined);
  await initialise(host, {
    name: 'initdb',
    file: join(dirname(program.file), 'initdb'),
    args: initdbArgs(data),
    folder,
    ...(user ? { user } : {}),
  });

  const startAt = (port: number) =>
    supervise(host, {
      name: postgresProgram.name,
      file: program.file,
      args: serverArgs(data, sockets, port),
      folder,
      ready: async () => (await connectPostgres(superuserAt(sockets, port))).end(),
      readyWithinMs,
      stopSignal: 'SIGINT', // Fast shutdown; at SIGTERM it waits until every client has left.
      ...(user ? { user } : {}),
    });
  const first = await onFreePort(async (port) => ({ port, process: await startAt(port) }));
  const { port } = first;
  let { process } = first;
  const address: PostgresAddress = {
    host: '127.0.0.1',
    port,
    user: labRole,
    password: host.newSecret(),
    database: labRole,
    ssl: false,
  };
  await makeRole(superuserAt(sockets, port), address);
  return {
    info: {
      name: 'postgres',
      version: program.version,
      args: [program.file, ...serverArgs(data, sockets, port)],
    },
    handle: {
      address,
      version: program.version,
      isPrivate: true,
      dataFolder: data,
      async restart() {
        await process.stop();
        process = await startAt(port);
      },
      table: (name) => name,
    },
    handOver: async () => ({
      name: 'postgres',
      url: `postgres://127.0.0.1:${port}/${labRole}`,
      pid: () => (process.isAlive() ? process.pid : null),
      logFile: process.logFile,
      client: `psql -h 127.0.0.1 -p ${port} -U ${labRole} ${labRole}`,
      login: await writeLogin(folder, { PGPASSWORD: address.password ?? '' }),
    }),
    stop: () => process.stop('SIGQUIT'), // At once: what it would still write down goes with its folder.
  };
}

/** Who the labs log in as: owns a database of the same name, and may do nothing outside of it. */
const labRole = 'redis_lab';
const superuser = 'redis_lab_admin';

/**
 * The superuser has no password, so nobody gets in as that over TCP; the socket is in a folder that only its owner
 * may enter. Everybody else logs in with SCRAM, the default since PostgreSQL 14.
 */
function initdbArgs(data: string): string[] {
  const access = ['-U', superuser, '--auth-local=trust', '--auth-host=scram-sha-256'];
  // Without --no-sync initdb waits for the disk, for a cluster that is thrown away.
  return ['-D', data, ...access, '-E', 'UTF8', '--no-locale', '--no-sync'];
}

function superuserAt(sockets: string, port: number): PostgresAddress {
  return { host: sockets, port, user: superuser, database: 'postgres', ssl: false };
}

async function makeRole(by: PostgresAddress, { user, password, database }: PostgresAddress): Promise<void> {
  const client = await connectPostgres(by);
  try {
    await client.query(`CREATE ROLE ${user} LOGIN PASSWORD '${password}'`);
    await client.query(`CREATE DATABASE ${database} OWNER ${user}`);
  } finally {
    await client.end();
  }
}

/** Makes an empty cluster. */
async function initialise(host: ServiceHost, initdb: GroupProgram): Promise<void> {
  const { exitCode, lastWords } = await runToEnd(host, initdb);
  if (exitCode === 0) return;
  throw new LabError(exitCodes.runFailed, {
    what: { ko: '실험용 PostgreSQL을 만들지 못했어요.', en: 'A private PostgreSQL could not be made.' },
    why: same(lastWords || `initdb: exit code ${exitCode}`),
    next:
      initdb.user && /Permission denied|could not (access|change)/.test(lastWords) ? notPassable : ownInstead,
  });
}

const ownInstead: Text = {
  ko: '내 PostgreSQL을 쓰려면 --postgres URL을 붙이세요.',
  en: 'A server of your own is named with --postgres URL.',
};
const notPassable: Text = {
  ko: `root라면 다른 사용자로 실행하거나, 누구나 들어갈 수 있는 폴더를 TMPDIR로 알려 주세요: TMPDIR=/tmp. ${ownInstead.ko}`,
  en: `As root, run it as another user or point TMPDIR to a folder that everybody may pass: TMPDIR=/tmp. ${ownInstead.en}`,
};

function serverArgs(data: string, sockets: string, port: number): string[] {
  const settings = {
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: `"${sockets.replaceAll('"', '""')}"`, // A list, to PostgreSQL.
    password_encryption: 'scram-sha-256', // The default only since version 14.
    max_connections: privateConnections,
    autovacuum: 'off', // It would work in the middle of somebody's trial.
    log_min_error_statement: 'panic', // A statement that failed may hold a password.
  };
  return ['-D', data, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])];
}

/** PostgreSQL refuses to run as root: then somebody else does it. Null when we are nobody special. */
async function serverUser(): Promise<User | null> {
  if (process.getuid?.() !== 0) return null;
  const user = (await idsOf('postgres')) ?? (await idsOf('nobody'));
  if (!user)
    throw new LabError(exitCodes.runFailed, {
      what: { ko: 'PostgreSQL은 root로 실행할 수 없어요.', en: 'PostgreSQL does not run as root.' },
      why: {
        ko: '대신 실행할 사용자(postgres, nobody)가 없어요.',
        en: 'Neither a user postgres nor nobody is here to run it as.',
      },
      next: ownInstead,
    });
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

async function useOwn(host: ServiceHost, target: PostgresTarget): Promise<RunningService<PostgresServer>> {
  const address = await settlePostgres(target);
  const schema = `redis_lab_${host.runId.replaceAll('-', '_')}`;
  const client = await connectPostgres(address);
  let version: string;
  let refused: unknown = null;
  try {
    version = await versionOf(client);
    await createSchema(client, schema).catch((error: unknown) => {
      refused = error;
    });
  } finally {
    await client.end();
  }
  return {
    info: { name: 'postgres', version, args: [] },
    handle: {
      address,
      version,
      isPrivate: false,
      dataFolder: null,
      restart: () => Promise.reject(new Error('the server of somebody else is not restarted')),
      table(name) {
        if (refused !== null) throw schemaRefused(address, refused); // Acts that need no table go on without one.
        return `${schema}.${name}`;
      },
    },
    stop: async () => {
      if (refused === null) await dropSchema(address, schema);
    },
  };
}

/** @throws LeftBehindError where it is still there, as far as one can know */
async function dropSchema(address: PostgresAddress, schema: string): Promise<void> {
  try {
    // Its own setting of a too short time is no reason to leave something behind.
    const options = `${address.options ?? ''} -c statement_timeout=0`.trim();
    const client = await connectPostgres({ ...address, options });
    await client.query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`).finally(() => client.end());
  } catch (error) {
    throw schemaLeft(address, schema, error);
  }
}

async function versionOf(client: Sql): Promise<string> {
  const { rows } = await client.query<{ server_version: string }>('SHOW server_version');
  return /^[\d.]+/.exec(rows[0]?.server_version ?? '')?.[0] ?? '?'; // `15.4 (Debian 15.4-1)`
}
