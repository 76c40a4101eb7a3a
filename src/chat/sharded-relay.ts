// The same on a cluster: a channel lives on the node of its slot (SSUBSCRIBE), so there is a connection to each node that
// has rooms of ours.
import type { Redis } from 'ioredis';
import { messageOf } from '../core/errors.ts';
import { probe, type Relay } from './relay.ts';

const mostMoves = 5;
const againMs = 100;

/**
 * @param first any node, `host:port`: it says who has a slot that it has not
 * @param connect a connection of its own to a node, which comes back by itself
 */
export function openShardedRelay(first: string, connect: (node: string) => Promise<Redis>): Relay {
  const hearers = new Map<string, (payload: string) => void>();
  const nodes = new Map<string, Promise<Redis>>();
  /** Where a partition was found last. */
  const owners = new Map<string, string>();
  const away = new Set<string>();
  const lostListeners: (() => void)[] = [];
  const backListeners: (() => void)[] = [];

  const ownerOf = (partition: string) =>
    owners.get(partition) ?? [first, ...nodes.keys()].find((node) => !away.has(node)) ?? first;

  function nodeAt(name: string): Promise<Redis> {
    const known = nodes.get(name) ?? connect(name).then((redis) => watched(name, redis));
    nodes.set(name, known);
    known.catch(() => nodes.delete(name)); // Who comes next tries again.
    return known;
  }

  function watched(name: string, redis: Redis): Redis {
    redis.on('smessage', (channel: string, payload: string) => hearers.get(channel)?.(payload));
    redis.on('close', () => {
      away.add(name);
      for (const listener of lostListeners) listener();
    });
    redis.on('ready', () => void placeAgain(name, redis));
    redis.on('moved', () => void placeAgain(name, redis)); // A slot has gone to another node.
    return redis;
  }

  /** Subscribes to channels of one partition, at whichever node has it now. */
  async function place(partition: string, channels: readonly string[]): Promise<void> {
    for (let moves = 0; moves < mostMoves; moves++) {
      const node = ownerOf(partition);
      try {
        await (await nodeAt(node)).ssubscribe(...channels);
        owners.set(partition, node);
        return;
      } catch (error) {
        const next = /^MOVED \d+ (\S+)/.exec(messageOf(error))?.[1];
        owners.delete(partition);
        if (next === undefined) throw error;
        owners.set(partition, next);
      }
    }
    throw new Error(`no node keeps ${partition}`);
  }

  /** A command for each partition, not for each room: channels of one slot may go together. */
  async function placeAgain(name: string, redis: Redis): Promise<void> {
    const partitions = new Map<string, string[]>();
    for (const channel of hearers.keys()) {
      const partition = partitionOf(channel);
      partitions.set(partition, [...(partitions.get(partition) ?? []), channel]);
    }
    for (;;) {
      try {
        for (const [partition, channels] of partitions)
          if (ownerOf(partition) === name) await place(partition, channels);
        break;
      } catch {
        if (redis.status !== 'ready') return; // The next `ready` comes.
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    }
    away.delete(name);
    if (away.size === 0) for (const listener of backListeners) listener();
  }

  return {
    async subscribe(channel, hear) {
      hearers.set(channel, hear);
      await place(partitionOf(channel), [channel]);
    },
    unsubscribe(channel) {
      hearers.delete(channel);
      const node = nodes.get(ownerOf(partitionOf(channel)));
      node?.then((redis) => redis.sunsubscribe(channel)).catch(() => {}); // Gone with the connection.
    },
    onBack: (listener) => void backListeners.push(listener),
    onLost: (listener) => void lostListeners.push(listener),
    probe() {
      for (const node of nodes.values()) node.then(probe, () => {});
    },
  };
}

/** `chat:{17}lobby`: what stands in braces says in which slot it lies. */
const partitionOf = (channel: string) => channel.slice(0, channel.indexOf('}'));
