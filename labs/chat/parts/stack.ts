// A chat as it runs somewhere: a Redis, servers as processes of their own, nginx in front, and a network that can be cut
// before half of the people.
import { randomBytes } from 'node:crypto';
import {
  type ChatNode,
  type ChatNodeOptions,
  chatNode,
  createRandom,
  type FaultProxy,
  type Nginx,
  nginx,
  nginxFront,
  proxy,
  type RedisServer,
  redis,
} from '../../../src/kit/run.ts';
import type { Mode, Yardstick } from '../data.ts';
import type { ChatContext } from '../settings.ts';
import { type Replica, startReplica } from './replica.ts';
import { socketIoNode } from './socket-io-node.ts';

export interface Stack {
  readonly mode: Mode | Yardstick;
  readonly secret: string;
  readonly redis: RedisServer;
  readonly replica: Replica | null;
  readonly servers: readonly ChatNode[];
  readonly balancer: Nginx;
  /** The same balancer, by a network that the act holds in its hand. */
  readonly network: FaultProxy;
  /** nginx reads its configuration anew; open connections stay with the old worker. */
  reloadBalancer(): Promise<void>;
}

export interface StackOptions extends Pick<ChatNodeOptions, 'store' | 'planted' | 'presence' | 'beatMs'> {
  readonly mode: Mode | Yardstick;
  readonly servers?: number;
  /** A second Redis follows the first. */
  readonly replica?: boolean;
  /** Directives of redis.conf. */
  readonly config?: Readonly<Record<string, string>>;
}

/** Short, so that a run can wait for what takes a minute in production: a silent connection is given up after 1 s. */
const shortBeatMs = 500;
const drainMs = 400;
const spareClients = 100;
/** Of the adapter for Streams, for all rooms together. */
const defaultKeep = 10_000;

export async function startStack(context: ChatContext, options: StackOptions): Promise<Stack> {
  const { scope, params, seed } = context;
  const { mode, servers: count = 3, config = {}, beatMs = shortBeatMs, replica: follows, ...rest } = options;
  const secret = randomBytes(32).toString('hex');
  const server = await scope.start(redis({ config }));
  const replica = follows ? await startReplica(context, server) : null;
  const all = { secret, redis: replica?.address ?? server.address, beatMs, drainMs };
  const start = (name: string) => {
    if (mode === 'sio-pubsub') return scope.start(socketIoNode({ ...all, name, keep: null }));
    if (mode === 'sio-streams') {
      const { keep = defaultKeep } = options.store ?? {};
      return scope.start(socketIoNode({ ...all, name, keep }));
    }
    return scope.start(chatNode({ ...rest, ...all, name, mode }));
  };
  const servers = await Promise.all(
    Array.from({ length: count }, (_, index) => start(`server-${index + 1}`)),
  );
  const clients = params.clients + spareClients;
  const front = nginxFront(
    servers.map(({ port }) => port),
    clients,
  );
  const balancer = await scope.start(nginx(front));
  const network = await scope.start(proxy({ upstream: balancer, random: createRandom(seed).next }));
  return {
    mode,
    secret,
    redis: server,
    replica,
    servers,
    balancer,
    network,
    reloadBalancer: () => balancer.reload(front),
  };
}
