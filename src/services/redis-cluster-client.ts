import type { Cluster } from 'ioredis';
import { connectionError } from './connection-error.ts';
import { type RedisAddress, tlsOptions } from './redis-url.ts';

export interface ClusterConnectOptions {
  /** SSUBSCRIBE goes to the node of its channel, on a connection of its own to each; SUBSCRIBE to any. */
  readonly shardedSubscribers?: boolean;
}

const reconnectDelayMs = 20;
const connectWithinMs = 5_000;

/**
 * A ready client of a whole cluster: it follows MOVED and finds nodes that were restarted. As elsewhere a command whose
 * answer was lost fails at once, and only its caller may say it again.
 * @param addresses any of its nodes, with one login for all
 * @throws LabError that says why the cluster cannot be used
 */
export async function connectCluster(
  addresses: readonly RedisAddress[],
  name: string,
  options: ClusterConnectOptions = {},
): Promise<Cluster> {
  const { Cluster } = await import('ioredis');
  const [first] = addresses;
  if (!first) throw new Error('a cluster without an address');
  const { username, password, tls } = first;
  const client = new Cluster([...addresses], {
    ...options,
    lazyConnect: true,
    retryDelayOnFailover: 0,
    retryDelayOnClusterDown: 0,
    clusterRetryStrategy: () => reconnectDelayMs,
    clusterNodeRetryStrategy: () => reconnectDelayMs,
    redisOptions: {
      ...{ username, password, connectionName: name, disableClientInfo: true, disconnectTimeout: 100 },
      ...(tls ? { tls: tlsOptions(first) } : {}),
      maxRetriesPerRequest: 0,
    },
  });
  let lastError: unknown;
  for (const event of ['error', 'node error'])
    client.on(event, (error) => {
      lastError = error;
    });
  const late = setTimeout(() => client.disconnect(), connectWithinMs);
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.disconnect();
    throw connectionError(first, lastError ?? error);
  } finally {
    clearTimeout(late);
  }
}
