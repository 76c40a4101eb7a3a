// The channels on a real Redis Cluster. Classic Pub/Sub lets everybody subscribe and publish at any node; sharded Pub/Sub
// keeps a channel at the node that has its slot. What do the nodes say to each other, by their own counters?
import { createRandom, type Redis, type RedisServer, redisCluster, until } from '../../../src/kit/run.ts';
import type { ClusterArm, ClusterData, ClusterTrial, ClusterWay } from '../data.ts';
import { cpuMs } from '../parts/redis-figures.ts';
import { resharding } from '../parts/resharding.ts';
import type { NearbyContext } from '../settings.ts';

const channels = 600;
const publishes = 3_000;
const rounds = 5;
/** Not counted. */
const warmUps = 1;
/** Messages on their way at once. */
const together = 200;
const payload = 'x'.repeat(100);
const ways: readonly ClusterWay[] = ['classic', 'sharded'];

export async function cluster(context: NearbyContext): Promise<ClusterData> {
  const { params, scope, seed, emit } = context;
  const { nodes } = await scope.start(redisCluster({ nodes: params.cluster }));
  const admins = await connectAll(nodes, 'admin');
  const names = Array.from({ length: channels }, (_, channel) => `place:${channel}`);
  const homes = await homesOf(admins, nodes, names);
  const arms: (Way & { readonly trials: ClusterTrial[] })[] = [];
  for (const way of ways)
    arms.push({
      ...(way === 'classic' ? await classic(nodes, names) : await sharded(nodes, names, homes)),
      trials: [],
    });

  const random = createRandom(seed).fork('cluster');
  for (let round = 0; round < rounds + warmUps; round += 1) {
    for (const arm of random.shuffle(arms)) {
      const trial = await publishAll(context, admins, names, arm);
      if (round >= warmUps) arm.trials.push(trial);
    }
    emit({ kind: 'progress', done: round + 1, of: rounds + warmUps, unit: { ko: '번', en: 'rounds' } });
  }
  return {
    nodes: nodes.length,
    channels,
    arms: arms.map(({ way, trials }): ClusterArm => ({ way, trials })),
    ...(nodes.length > 1 && { resharding: await resharding(context, nodes, names) }),
  };
}

/** One of the two, with its subscriptions made. */
interface Way {
  readonly way: ClusterWay;
  /** At some node, or at the one that has the channel. */
  publish(channel: number, name: string): Promise<unknown>;
  delivered(): number;
}

const connectAll = (nodes: readonly RedisServer[], name: string): Promise<Redis[]> =>
  Promise.all(nodes.map((node) => node.connect(name)));

/** A location server is connected to one node, and has its channels there; so has whoever publishes. */
async function classic(nodes: readonly RedisServer[], names: readonly string[]): Promise<Way> {
  const [listeners, publishers] = [await connectAll(nodes, 'listens'), await connectAll(nodes, 'publishes')];
  let delivered = 0;
  for (const [node, listener] of listeners.entries()) {
    listener.on('message', () => {
      delivered += 1;
    });
    await listener.subscribe(...names.filter((_, channel) => channel % nodes.length === node));
  }
  return {
    way: 'classic',
    // A neighbour's: seldom is somebody connected where those are who listen.
    publish: async (channel, name) => publishers[(channel + 1) % nodes.length]?.publish(name, payload),
    delivered: () => delivered,
  };
}

/** A location server is connected to each node, and so is whoever publishes. */
async function sharded(
  nodes: readonly RedisServer[],
  names: readonly string[],
  homes: readonly number[],
): Promise<Way> {
  const [listeners, publishers] = [
    await connectAll(nodes, 'listens-sharded'),
    await connectAll(nodes, 'spublishes'),
  ];
  let delivered = 0;
  for (const listener of listeners)
    listener.on('smessage', () => {
      delivered += 1;
    });
  // Several channels in one SSUBSCRIBE would have to share a slot.
  await Promise.all(names.map((name, channel) => listeners[homes[channel] ?? 0]?.ssubscribe(name)));
  return {
    way: 'sharded',
    publish: async (channel, name) => publishers[homes[channel] ?? 0]?.spublish(name, payload),
    delivered: () => delivered,
  };
}

/** Which node has the slot of each channel: asked of the cluster itself. */
async function homesOf(
  [admin]: readonly Redis[],
  nodes: readonly RedisServer[],
  names: readonly string[],
): Promise<number[]> {
  if (!admin) throw new RangeError('a cluster without a node');
  const ranges = await admin.cluster('SLOTS');
  const slots = await Promise.all(names.map((name) => admin.cluster('KEYSLOT', name)));
  return slots.map((slot) => {
    const range = ranges.find(([from, to]) => from <= slot && slot <= to);
    return nodes.findIndex((node) => node.port === range?.[2]?.[1]);
  });
}

async function publishAll(
  { clock, signal }: NearbyContext,
  admins: readonly Redis[],
  names: readonly string[],
  { publish, delivered }: Way,
): Promise<ClusterTrial> {
  const before = await countersOf(admins);
  const [beganMs, deliveredBefore] = [clock.nowMs(), delivered()];
  for (let n = 0; n < publishes; n += together) {
    const some = Array.from({ length: together }, (_, k) => (n + k) % names.length);
    await Promise.all(some.map((channel) => publish(channel, names[channel] as string)));
  }
  const what = { ko: '마지막 전달', en: 'the last delivery' };
  await until(() => delivered() - deliveredBefore >= publishes, { signal, what, withinMs: 30_000 });
  const elapsedMs = clock.nowMs() - beganMs;
  const after = await countersOf(admins);
  return {
    published: publishes,
    delivered: delivered() - deliveredBefore,
    betweenNodes: after.betweenNodes - before.betweenNodes,
    cpuMs: after.cpuMs - before.cpuMs,
    elapsedMs,
  };
}

/** Of all nodes together: what they sent each other of publishing, classic and sharded, and their processor time. */
async function countersOf(admins: readonly Redis[]): Promise<{ betweenNodes: number; cpuMs: number }> {
  const sums = { betweenNodes: 0, cpuMs: 0 };
  for (const admin of admins) {
    const info = await admin.cluster('INFO');
    const sent = info.matchAll(/^cluster_stats_messages_publish(?:shard)?_sent:(\d+)/gm);
    for (const [, count] of sent) sums.betweenNodes += Number(count);
    sums.cpuMs += await cpuMs(admin);
  }
  return sums;
}
