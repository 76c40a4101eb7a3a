// Redis Pub/Sub: whoever listens at this moment gets it, and nothing is kept. Sharded, a channel lives on one node of a
// cluster, the one that has its slot; who publishes or listens elsewhere is sent there.
import { type Redis, type RedisCluster, type RedisServer, until } from '../../../src/kit/run.ts';
import { type Connects, connect, producing, soonQuietMs } from './redis-systems.ts';
import type { Channel, System } from './system.ts';

const withinMs = 20_000;

interface Way {
  readonly id: 'pubsub' | 'pubsub-sharded';
  publish(channel: string, text: string): [string, ...string[]];
  subscribe(client: Redis, channel: string): Promise<unknown>;
  readonly event: 'message' | 'smessage';
  listeners(client: Redis, channel: string): Promise<unknown[]>;
}

const plain: Way = {
  id: 'pubsub',
  publish: (channel, text) => ['PUBLISH', channel, text],
  subscribe: (client, channel) => client.subscribe(channel),
  event: 'message',
  listeners: (client, channel) => client.pubsub('NUMSUB', channel),
};

const sharded: Way = {
  id: 'pubsub-sharded',
  // All conversations on one node: one of them is what a fault of "the broker" breaks.
  publish: (channel, text) => ['SPUBLISH', tag + channel, text],
  subscribe: (client, channel) => client.ssubscribe(tag + channel),
  event: 'smessage',
  listeners: (client, channel) => client.pubsub('SHARDNUMSUB', tag + channel),
};

/** Only what stands in braces decides the slot. */
const tag = '{delivery}';

export const pubsub = (server: Connects, signal: AbortSignal) => carried(plain, server, signal);
export const shardedPubsub = (home: Connects, signal: AbortSignal) => carried(sharded, home, signal);

function carried(way: Way, server: Connects, signal: AbortSignal): System {
  async function attach(name: string): Promise<Channel> {
    const control = await server.connect('control', { reconnect: true });
    const listeners = (count: number) =>
      until(() => way.listeners(control, name).then((reply) => reply[1] === count, never), {
        signal,
        what: { ko: `구독자 수 응답 ${count}`, en: `the number of subscribers being ${count}` },
        withinMs,
      });
    return {
      name,
      producer: (line) => producing(server, line, (text) => way.publish(name, text)),
      async consumer(line, as, work) {
        const client = await connect(server, as, line);
        client.on(way.event, (_, text) => void work(text));
        await way.subscribe(client, name);
        return {
          settled: async () => {},
          away: () => listeners(0),
          back: () => listeners(1),
          async close() {
            client.disconnect();
            await listeners(0);
          },
        };
      },
    };
  }
  return { id: way.id, sendsAgain: false, quietMs: soonQuietMs, open: attach, attach };
}

/** While it reconnects nobody can be asked. */
const never = () => false;

/** The node that has the channels of the conversations. A restart is over when it takes what it is given. */
export async function homeOf({ nodes }: RedisCluster, signal: AbortSignal): Promise<RedisServer> {
  const [first] = nodes;
  if (!first) throw new RangeError('a cluster without a node');
  const asked = await first.connect('slots');
  const slot = await asked.cluster('KEYSLOT', tag);
  // [[first slot, last slot, [host, port, …], …], …]
  const ranges = await asked.cluster('SLOTS');
  const port = ranges.find(([from, to]) => from <= slot && slot <= to)?.[2]?.[1];
  const home = nodes.find((node) => node.port === port);
  if (!home) throw new Error(`no node of the cluster has slot ${slot}`);
  return {
    ...home,
    async restart() {
      await home.restart();
      const client = await home.connect('ready');
      const what = { ko: '클러스터가 다시 온전해지는 것', en: 'the cluster being whole again' };
      const isWhole = async () => /^cluster_state:ok\r$/m.test(await client.cluster('INFO'));
      await until(isWhole, { signal, what, withinMs });
    },
  };
}
