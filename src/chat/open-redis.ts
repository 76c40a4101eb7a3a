// What a server has of Redis: a connection that asks, and one that listens, for one that has subscribed can ask nothing.
import type { Redis } from 'ioredis';
import { connectRedis } from '../services/redis-client.ts';
import { connectCluster } from '../services/redis-cluster-client.ts';
import type { RedisAddress } from '../services/redis-url.ts';
import { openRelay, type Relay } from './relay.ts';
import { openShardedRelay } from './sharded-relay.ts';
import type { Commands } from './store.ts';

interface OpenRedis {
  readonly commands: Commands;
  readonly relay: Relay;
  readonly partitions?: { readonly partitions: number };
}

/** Every server of a chat has to count alike; enough for any cluster, few enough to subscribe to again in a moment. */
const partitions = 64;

export async function openRedis(
  { name, redis }: { readonly name: string; readonly redis: RedisAddress | readonly RedisAddress[] },
  closers: (() => void)[],
): Promise<OpenRedis> {
  const connect = async (address: RedisAddress, purpose: string): Promise<Redis> => {
    const client = await connectRedis(address, `${name}-${purpose}`, { reconnect: true }, null);
    closers.push(() => client.disconnect());
    return client;
  };
  if ('host' in redis)
    return {
      commands: await connect(redis, 'commands'),
      relay: openRelay(await connect(redis, 'relay')),
    };
  const [first] = redis;
  if (!first) throw new Error('a cluster without an address');
  const commands = await connectCluster(redis, `${name}-commands`);
  closers.push(() => commands.disconnect());
  const relay = openShardedRelay(`${first.host}:${first.port}`, (node) => {
    const at = node.lastIndexOf(':');
    return connect({ ...first, host: node.slice(0, at), port: Number(node.slice(at + 1)) }, 'relay');
  });
  return { commands, relay, partitions: { partitions } };
}
