import type { Redis } from 'ioredis';
import { expect, it } from 'vitest';
import { startChat } from '../../src/chat/server.ts';
import { type RedisCluster, redisCluster } from '../../src/services/redis-cluster.ts';
import { eventually } from '../eventually.ts';
import { openHouse } from './house.ts';
import { secret } from './people.ts';

const rooms = Array.from({ length: 9 }, (_, n) => `room-${n}`);

/** Two servers on a cluster; kim is at the one, lee at the other, in nine rooms. */
async function openOnCluster(config: Record<string, string> = {}) {
  const house = await openHouse();
  const { handle: cluster, stop } = await redisCluster({ config }).start(house.host);
  house.defer(stop);
  const open = async (name: string) => {
    const server = await startChat({
      ...{ port: 0, name, secret, mode: 'recovery' as const, redis: cluster.addresses },
    });
    house.defer(() => server.close());
    return server;
  };
  const [one, two] = [await open('one'), await open('two')];
  const pairs = rooms.map((room) => ({
    room,
    kim: house.person('kim', one, room),
    lee: house.person('lee', two, room),
  }));
  const people = pairs.flatMap(({ kim, lee }) => [kim, lee]);
  await eventually(() => expect(people.every(({ joins }) => joins.length === 1)).toBe(true));
  const say = async (text: string) => {
    for (const { kim } of pairs) kim.client.say(text);
    await eventually(() => expect(pairs.every(({ lee }) => lee.texts().at(-1) === text)).toBe(true));
  };
  return { cluster, pairs, people, say };
}

/** `chat:{17}room-1:log` and what belongs to it. */
async function keysOf(cluster: RedisCluster, node: number): Promise<string[]> {
  const client = await cluster.nodes[node]?.connect('keys');
  return (await client?.keys('chat:{*')) ?? [];
}

it('rooms lie on all nodes, and each is heard over the relay of its own', async () => {
  const { cluster, pairs, say } = await openOnCluster();
  await say('1');
  await say('2');
  const found = await Promise.all([0, 1, 2].map((node) => keysOf(cluster, node)));
  expect(found.every((keys) => keys.length > 0)).toBe(true);
  for (const room of rooms) {
    const at = found.filter((keys) => keys.some((key) => key.endsWith(`}${room}:log`)));
    expect(at).toHaveLength(1);
  }
  expect(pairs.map(({ lee }) => lee.texts())).toEqual(rooms.map(() => ['1', '2']));
  // Nothing went over the bus: classic Pub/Sub has no channel here.
  const counts = await Promise.all(
    cluster.nodes.map(async (node) => (await node.connect('count')).pubsub('CHANNELS')),
  );
  expect(counts.flat()).toEqual([]);
});

it('a node dies and comes back: all are told, and its rooms go on', async () => {
  const { cluster, people, say } = await openOnCluster({ appendonly: 'yes', appendfsync: 'always' });
  await say('1');
  await cluster.nodes[1]?.kill();
  await eventually(() => expect(people.every(({ relay }) => relay.at(-1) === false)).toBe(true));
  await cluster.nodes[1]?.restart();
  await eventually(() => expect(people.every(({ relay }) => relay.at(-1) === true)).toBe(true));
  await say('2');
  expect(people.every(({ resets }) => resets.length === 1)).toBe(true); // The history is whole.
});

it('a slot moves to another node, and its room with it', async () => {
  const { cluster, pairs, people, say } = await openOnCluster();
  await say('1');
  const [from, to] = (await Promise.all([0, 1].map((node) => cluster.nodes[node]?.connect('mover')))) as [
    Redis,
    Redis,
  ];
  const [any = ''] = await keysOf(cluster, 0);
  const slot = await from.cluster('KEYSLOT', any);
  const keys = (await from.call('CLUSTER', 'GETKEYSINSLOT', slot, 100)) as string[];
  const [fromId, toId] = [await from.cluster('MYID'), await to.cluster('MYID')];
  await to.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
  await from.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
  for (const key of keys) {
    const value = await from.dumpBuffer(key);
    await to.call('ASKING');
    await to.restore(key, Math.max(0, await from.pttl(key)), value as Buffer);
    await from.del(key);
  }
  for (const node of [to, from]) await node.call('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
  await say('2');
  expect(pairs.map(({ lee }) => lee.texts())).toEqual(rooms.map(() => ['1', '2']));
  expect(people.every(({ resets }) => resets.length === 1)).toBe(true);
});
