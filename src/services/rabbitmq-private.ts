import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { RunningService, ServiceHost } from '../core/service.ts';
import { shellWord } from '../core/shell-word.ts';
import { startEpmd } from './epmd.ts';
import { footprintOf } from './footprint.ts';
import { freePort, onFreePort } from './port.ts';
import { requireProgram } from './programs.ts';
import { amqpConnections, openAmqp } from './rabbitmq-client.ts';
import { type RabbitmqOptions, type RabbitmqServer, rabbitmqProgram } from './rabbitmq-server.ts';
import { type AmqpAddress, showAmqp } from './rabbitmq-url.ts';
import { type Supervised, supervise } from './supervise.ts';

/** Seen: 7 s, and 19 s on a machine that did eight other things. */
const readyWithinMs = 90_000;

/** Exists beside the arms, so that whether the server is ready can be asked in a place that no arm touches. */
const readyVhost = 'ready';

const pidFile = 'rabbitmq.pid';

interface Place {
  readonly folder: string;
  readonly nodeName: string;
  readonly epmdPort: number;
  readonly script: string;
  readonly environment: Readonly<Record<string, string>>;
}

/** A broker of our own on a free port of 127.0.0.1 that runs as whoever runs us, in a folder that goes with the run. */
export async function startPrivateRabbitmq(
  host: ServiceHost,
  { arms, power }: RabbitmqOptions,
): Promise<RunningService<RabbitmqServer>> {
  const program = await requireProgram(rabbitmqProgram);
  const epmd = await startEpmd(host);
  const place: Place = {
    folder: await host.tempFolder('rabbitmq'),
    nodeName: `redis_lab_${randomBytes(4).toString('hex')}@localhost`,
    epmdPort: epmd.port,
    script: join(dirname(program.file), 'rabbitmq-server'),
    environment: power?.environment ?? {},
  };
  await power?.prepare(place.folder);
  const cookie = host.newSecret();
  await writeSecret(place.folder, '.erlang.cookie', cookie);
  await writeFile(join(place.folder, 'enabled_plugins'), '[].\n');
  // A new secret for every attempt: whoever took the port in between was told the last one.
  const first = await onFreePort(async (port) => {
    const address = addressAt(port, host.newSecret());
    await configure(place.folder, address, [readyVhost, ...arms]);
    return { address, ...(await launch(host, place, address, await freePort())) };
  }).catch(async (error: unknown) => {
    await epmd.process.stop();
    throw error;
  });
  const { address } = first;
  let process = first.process;
  const addressOf = (arm: string): AmqpAddress => ({ ...address, vhost: arm });
  const { connect, channel, disconnect } = amqpConnections(addressOf, host.fail);
  async function restart(): Promise<void> {
    await process.stop();
    process = (await onFreePort((port) => launch(host, place, address, port))).process;
  }
  const note = (state: 'up' | 'paused' | 'dead') => host.note({ kind: 'state', actor: 'rabbitmq', state });

  return {
    info: { name: 'rabbitmq', version: first.version, args: [place.script] },
    handle: {
      host: address.hostname,
      port: address.port,
      version: first.version,
      isPrivate: true,
      queue: (name) => name,
      exchange: (name) => name,
      address: addressOf,
      connect,
      channel,
      footprint: () => footprintOf(vmOf(place), place.folder),
      syncs: async () => (power ? await power.syncs(place.folder) : null),
      pause() {
        note('paused');
        process.pause();
      },
      resume() {
        process.resume();
        note('up');
      },
      async kill() {
        await process.kill();
        note('dead');
      },
      async restart() {
        await restart();
        note('up');
      },
    },
    release: disconnect,
    handOver: async () => ({
      name: 'rabbitmq',
      url: showAmqp({ ...address, vhost: '/' }),
      pid: () => (process.isAlive() ? vmOf(place) : null),
      logFile: process.logFile,
      // Debian's script on PATH changes the user. The cookie lies in HOME, where nobody else may go.
      client: `HOME=${shellWord(place.folder)} ERL_EPMD_PORT=${place.epmdPort} ${join(dirname(program.file), 'rabbitmqctl')} -n ${place.nodeName}`,
      login: null,
      restart,
    }),
    async stop() {
      disconnect();
      await process.kill(); // Its folder goes with it: a goodbye would take 2.5 s and save nothing.
      await epmd.process.stop();
    },
  };
}

/** The Erlang VM: who kills the shell around it leaves it running. */
function vmOf({ folder }: Place): number {
  return Number(readFileSync(join(folder, pidFile), 'utf8'));
}

function addressAt(port: number, password: string): AmqpAddress {
  const username = 'redis_lab';
  return { protocol: 'amqp', hostname: '127.0.0.1', port, username, password, vhost: readyVhost };
}

async function writeSecret(folder: string, name: string, text: string): Promise<void> {
  await writeFile(join(folder, name), text, { mode: 0o600 });
}

/** One user, no administrator, who may do everything inside of the arms; `guest` does not exist. */
async function configure(
  folder: string,
  { username, password, port }: AmqpAddress,
  vhosts: readonly string[],
): Promise<void> {
  const all = { configure: '.*', write: '.*', read: '.*' };
  const definitions = {
    users: [{ name: username, password, tags: [] }],
    vhosts: vhosts.map((name) => ({ name })),
    permissions: vhosts.map((vhost) => ({ user: username, vhost, ...all })),
  };
  await writeSecret(folder, 'definitions.json', JSON.stringify(definitions));
  const settings = [
    `listeners.tcp.local = 127.0.0.1:${port}`,
    'load_definitions = definitions.json',
    'log.console = true',
    'log.console.level = error',
    'log.file = false',
  ];
  await writeFile(join(folder, 'rabbitmq.conf'), `${settings.join('\n')}\n`);
}

async function launch(
  host: ServiceHost,
  place: Place,
  address: AmqpAddress,
  distributionPort: number,
): Promise<{ process: Supervised; version: string }> {
  let version = '?';
  const process = await supervise(host, {
    name: rabbitmqProgram.name,
    file: place.script,
    args: [],
    folder: place.folder,
    environment: { ...environmentOf(place, distributionPort), ...place.environment },
    ready: async () => {
      version = await askVersion(address, place.nodeName);
    },
    readyWithinMs,
  });
  return { process, version };
}

function environmentOf({ folder, nodeName, epmdPort }: Place, distributionPort: number) {
  return {
    HOME: folder, // Where Erlang looks for its cookie.
    RABBITMQ_NODENAME: nodeName,
    RABBITMQ_MNESIA_BASE: join(folder, 'data'),
    RABBITMQ_LOG_BASE: join(folder, 'log'),
    RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
    RABBITMQ_CONF_ENV_FILE: '/dev/null',
    RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'enabled_plugins'),
    RABBITMQ_PID_FILE: join(folder, pidFile),
    RABBITMQ_DIST_PORT: String(distributionPort),
    // One scheduler: with more they spin in wait of work on the core that a client needs.
    RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS: '-kernel inet_dist_use_interface {127,0,0,1} +S 1:1',
    ERL_EPMD_PORT: String(epmdPort),
    ERL_EPMD_ADDRESS: '127.0.0.1',
  };
}

/** Readiness by the protocol, and by the node that we started: its cluster is called after it. */
async function askVersion(address: AmqpAddress, nodeName: string): Promise<string> {
  const connection = await openAmqp(address);
  const { cluster_name: cluster = '', version } = connection.connection.serverProperties;
  await connection.close();
  const [ours] = nodeName.split('@');
  if (!cluster.startsWith(`${ours}@`)) throw new Error(`${cluster} answers on port ${address.port}`);
  return version;
}
