// A private Redis Cluster: servers without replicas that share the 16,384 slots.
import { basename, join } from 'node:path';
import type { Cluster, Redis } from 'ioredis';
import { exitCodes, RefusedError } from '../core/errors.ts';
import type { RunningService, Service, ServiceHost } from '../core/service.ts';
import { until } from '../core/until.ts';
import { type Certificate, makeCertificate, opensslProgram } from './certificate.ts';
import { onFreePort } from './port.ts';
import { requireProgram } from './programs.ts';
import { type ClusterConnectOptions, connectCluster } from './redis-cluster-client.ts';
import { startPrivate } from './redis-private.ts';
import { type RedisServer, redisProgram } from './redis-server.ts';
import type { RedisAddress } from './redis-url.ts';

export interface RedisCluster {
  /** In the order of their slots; each has the verbs of a Redis by itself: `kill`, `pause`, `restart` … */
  readonly nodes: readonly RedisServer[];
  /** The way in at each node, with the one login that is good at all of them. */
  readonly addresses: readonly RedisAddress[];
  /** A ready client of the whole cluster; it ends with the act. */
  connect(name: string, options?: ClusterConnectOptions): Promise<Cluster>;
}

export interface ClusterSize {
  readonly nodes?: number;
  /** redis.conf directives for every node. */
  readonly config?: Readonly<Record<string, string>>;
}

const slots = 16_384;
/** The first with sharded Pub/Sub (SPUBLISH), and with a port for the bus that one can choose. */
const oldestMajor = 7;
/** A server that has just become a master takes no writes for 2 s (cluster.c: CLUSTER_WRITABLE_DELAY). */
const readyWithinMs = 20_000;
const user = 'cluster';

export function redisCluster({ nodes = 3, config = {} }: ClusterSize = {}): Service<RedisCluster> {
  return {
    name: 'redis-cluster',
    programs: [redisProgram, opensslProgram],
    start: (host) => startCluster(host, nodes, config),
  };
}

async function startCluster(
  host: ServiceHost,
  size: number,
  config: Readonly<Record<string, string>>,
): Promise<RunningService<RedisCluster>> {
  const { version } = await requireProgram(redisProgram);
  if (Number.parseInt(version, 10) < oldestMajor) throw tooOld(version);
  const folder = await host.tempFolder('redis-cluster');
  const certificate = await makeCertificate(folder);
  const password = host.newSecret();
  const running: RunningService<RedisServer>[] = [];
  const clients = new Set<Cluster>();
  const release = () => {
    for (const client of clients) client.disconnect();
    clients.clear();
    for (const one of running) one.release?.();
  };
  const stop = async () => {
    release();
    await Promise.all(running.map((one) => one.stop()));
  };
  const startNode = (n: number) =>
    onFreePort((busPort) =>
      startPrivate(
        host,
        { ...clusterConfig(busPort, folder, certificate), ...config },
        // Until a node has proved to be ours it is asked with a secret of its own.
        { actor: `redis-${n}`, secretConfig: `user ${user} on >${password} ~* &* +@all\n` },
      ),
    );
  try {
    for (let n = 1; n <= size; n++) running.push(await startNode(n));
    const nodes = running.map(({ handle }) => handle);
    await form(host, nodes);
    release();
    const addresses = nodes.map(({ address }): RedisAddress => ({ ...address, username: user, password }));
    const connect: RedisCluster['connect'] = async (name, options) => {
      const client = await connectCluster(addresses, name, options);
      clients.add(client);
      return client;
    };
    const info = { name: 'redis-cluster', version, args: running[0]?.info.args ?? [] };
    return { info, handle: { nodes, addresses, connect }, release, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Loopback is for everybody, and the bus knows no password: it takes only who has our certificate. */
function clusterConfig(busPort: number, folder: string, { certFile, keyFile }: Certificate) {
  const seen = (file: string) => join('..', basename(folder), basename(file));
  return {
    save: '',
    appendonly: 'no',
    'cluster-enabled': 'yes',
    'cluster-port': String(busPort),
    'tls-cluster': 'yes',
    'tls-cert-file': seen(certFile),
    'tls-key-file': seen(keyFile),
    'tls-ca-cert-file': seen(certFile),
  };
}

/** What `redis-cli --cluster create` does: slots, one epoch each, and everybody meets the first. Until all see it whole. */
async function form(host: ServiceHost, nodes: readonly RedisServer[]): Promise<void> {
  const clients = await Promise.all(nodes.map((node) => node.connect('form', { untraced: true })));
  const firstSlot = (n: number) => Math.round((n * slots) / nodes.length);
  await Promise.all(
    clients.map(async (client, n) => {
      await client.cluster('ADDSLOTSRANGE', firstSlot(n), firstSlot(n + 1) - 1);
      await client.cluster('SET-CONFIG-EPOCH', n + 1);
    }),
  );
  const [first] = nodes;
  const busPort = Number(/@(\d+)/.exec(String(await clients[0]?.cluster('NODES')))?.[1]);
  for (const client of clients.slice(1))
    await client.call('CLUSTER', 'MEET', '127.0.0.1', String(first?.port), String(busPort));
  const what = { ko: '클러스터의 모든 서버가 준비되는 것', en: 'every server of the cluster being ready' };
  await until(() => allReady(clients, nodes.length), { signal: host.signal, what, withinMs: readyWithinMs });
}

async function allReady(clients: readonly Redis[], size: number): Promise<boolean> {
  const infos = await Promise.all(clients.map((client) => client.cluster('INFO')));
  return infos.every(
    (info) =>
      /^cluster_state:ok\r$/m.test(info) && Number(/^cluster_known_nodes:(\d+)/m.exec(info)?.[1]) === size,
  );
}

function tooOld(version: string): RefusedError {
  return new RefusedError(exitCodes.programMissing, {
    what: {
      ko: `Redis ${version}에는 샤드 Pub/Sub이 없어요.`,
      en: `Redis ${version} has no sharded Pub/Sub.`,
    },
    why: {
      ko: 'SPUBLISH와 SSUBSCRIBE는 Redis 7.0에서 생겼어요(문서: SPUBLISH).',
      en: 'SPUBLISH and SSUBSCRIBE came with Redis 7.0 (docs: SPUBLISH).',
    },
    next: { ko: 'Redis 7 이상이나 Valkey를 설치해 주세요.', en: 'Install Redis 7 or later, or Valkey.' },
  });
}
