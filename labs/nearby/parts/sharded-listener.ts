// A location server on a Redis Cluster: connected to each node, with every channel where the cluster last said that it is.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis, RedisServer } from '../../../src/kit/run.ts';

/** A cluster with a hole is asked again so often. */
const againMs = 5;

/** By slot, which node has it. */
export async function ownersOf(admin: Redis, nodes: readonly RedisServer[]): Promise<number[]> {
  const owners: number[] = [];
  for (const [from, to, home] of await admin.cluster('SLOTS')) {
    const owner = nodes.findIndex((node) => node.port === home?.[1]);
    for (let slot = from; slot <= to; slot += 1) owners[slot] = owner;
  }
  return owners;
}

/** @param slotOf the slot of each channel */
export async function openListener(
  admin: Redis,
  nodes: readonly RedisServer[],
  clients: readonly Redis[],
  names: readonly string[],
  slotOf: readonly number[],
) {
  const heard = new Set<string>();
  const counts = { sunsubscribed: 0, resubscribed: 0 };
  let owners = await ownersOf(admin, nodes);
  const at = slotOf.map((slot) => owners[slot] as number);
  let [isStale, isOver] = [false, false];
  for (const client of clients) {
    client.on('smessage', (_, text) => void heard.add(text));
    client.on('close', () => {
      isStale = true;
    });
    client.on('moved', () => {
      counts.sunsubscribed += 1; // One for each channel of the slot.
      isStale = true;
    });
  }
  await Promise.all(names.map((name, channel) => clients[at[channel] as number]?.ssubscribe(name)));

  const following = (async () => {
    while (!isOver) {
      await wait(isStale ? 0 : 1);
      if (!isStale) continue;
      isStale = false;
      owners = await ownersOf(admin, nodes).catch(() => owners); // The act is over, and the cluster with it.
      const gone = names.flatMap((name, channel) => {
        const owner = owners[slotOf[channel] as number] as number;
        return owner === at[channel] ? [] : [{ name, channel, owner }];
      });
      await Promise.all(
        gone.map(async ({ name, channel, owner }) => {
          try {
            await clients[owner]?.ssubscribe(name);
            at[channel] = owner;
            counts.resubscribed += 1;
          } catch {
            isStale = true; // That node does not know of it yet.
          }
        }),
      );
      // Where a node has died, nobody says when its slots have another one.
      if (at.some((owner) => clients[owner]?.status !== 'ready')) isStale = true;
      if (isStale) await wait(againMs);
    }
  })();
  return {
    heard,
    counts: () => ({ ...counts }),
    ownerOf: (channel: number) => owners[slotOf[channel] as number] as number,
    end(): Promise<void> {
      isOver = true;
      return following;
    },
  };
}
