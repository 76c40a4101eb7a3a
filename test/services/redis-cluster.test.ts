import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { RefusedError } from '../../src/core/errors.ts';
import { connectRedis } from '../../src/services/redis-client.ts';
import { type ClusterSize, type RedisCluster, redisCluster } from '../../src/services/redis-cluster.ts';
import type { RedisAddress } from '../../src/services/redis-url.ts';
import { eventually } from '../eventually.ts';
import { onPath } from '../on-path.ts';
import { openTestHost, type TestHost } from '../service-host.ts';

let host: TestHost;
let cleanups: (() => unknown)[];
beforeEach(() => {
  host = openTestHost();
  cleanups = [];
});
afterEach(async () => {
  for (const cleanup of cleanups.reverse()) await cleanup();
  await host.removeFolders();
});

async function start(size?: ClusterSize): Promise<RedisCluster> {
  const running = await redisCluster(size).start(host);
  cleanups.push(() => running.stop());
  return running.handle;
}

describe('a private Redis Cluster', () => {
  it('is three servers with a third of the slots each, and one login for all of them', async () => {
    const { nodes, addresses, connect } = await start();
    expect([nodes.length, host.watched.size]).toEqual([3, 3]);
    const client = await connect('test');
    await Promise.all(Array.from({ length: 300 }, (_, n) => client.set(`key-${n}`, n)));
    const counts = await Promise.all(nodes.map(async (node) => (await node.connect('count')).dbsize()));
    expect(counts.reduce((sum, count) => sum + count)).toBe(300);
    expect(Math.min(...counts)).toBeGreaterThan(50);
    expect(new Set(addresses.map(({ password }) => password)).size).toBe(1);
  });

  it('passes a message of a shard on to who listens there, in order', async () => {
    const { connect } = await start();
    const [publisher, subscriber] = [
      await connect('one'),
      await connect('two', { shardedSubscribers: true }),
    ];
    const heard: string[] = [];
    subscriber.on('smessage', (channel: string, message: string) => heard.push(`${channel} ${message}`));
    for (const channel of ['{a}', '{b}', '{c}']) await subscriber.ssubscribe(channel);
    for (const n of [1, 2, 3]) expect(await publisher.spublish('{b}', String(n))).toBe(1);
    await eventually(() => expect(heard).toEqual(['{b} 1', '{b} 2', '{b} 3']));
  });

  it('has nodes that are killed and come back, each for itself', async () => {
    const { nodes, connect } = await start({ config: { 'cluster-require-full-coverage': 'no' } });
    const client = await connect('test');
    await nodes[2]?.kill();
    // a: slot 15495, at the third; foo{hash}: slot 2515, at the first.
    await expect(client.set('a', '1')).rejects.toThrow();
    expect(await client.set('foo{hash_tag}', '1')).toBe('OK');
    await nodes[2]?.restart();
    await eventually(async () => expect(await client.set('a', '1')).toBe('OK'));
    expect(host.noted).toEqual([
      { kind: 'state', actor: 'redis-3', state: 'dead' },
      { kind: 'state', actor: 'redis-3', state: 'up' },
    ]);
  });

  it('lets nobody in without the secret', async () => {
    const { addresses } = await start();
    const [{ password: _, username: __, ...nobody }] = addresses as [RedisAddress];
    await expect(connectRedis(nobody, 'stranger', {}, null)).rejects.toThrow(/NOAUTH/);
  });

  it('of a Redis without sharded Pub/Sub costs the act only', async () => {
    cleanups.push(await onPath(host, 'redis-server', "console.log('Redis server v=6.2.5')"));
    const refusal = await redisCluster()
      .start(host)
      .catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(RefusedError);
    expect(String(refusal)).toContain('no sharded Pub/Sub');
    expect(host.watched.size).toBe(0);
  });
});
