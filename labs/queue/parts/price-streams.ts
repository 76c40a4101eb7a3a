// The same five on Redis Streams: each is a few commands of our own, sent by a program that has to run all the while.
import { setTimeout as wait } from 'node:timers/promises';
import type { Redis } from '../../../src/kit/run.ts';
import type { Feature } from '../data.ts';
import type { QueueContext } from '../settings.ts';
import { mostAttempts } from './names.ts';
import {
  claimAfterMs,
  concerned,
  departments,
  type Measured,
  pollEveryMs,
  priceOrders,
  retryAfterMs,
  stopwatch,
} from './price.ts';

export const group = 'workers';
const forgetAfterSeconds = 600;
const batch = 10;

type Entry = readonly [id: string, fields: readonly string[]];

/** A stream and its group, in one transaction: a run that is killed in between would leave a key for ever. */
export async function makeStream(client: Redis, key: string): Promise<void> {
  const made = await client
    .multi()
    .xgroup('CREATE', key, group, '0', 'MKSTREAM')
    .expire(key, forgetAfterSeconds)
    .exec();
  for (const [error] of made ?? []) if (error) throw error;
}

export function entriesIn(reply: unknown): readonly Entry[] {
  return ((reply ?? []) as [string, Entry[]][])[0]?.[1] ?? [];
}

export function streamsPrices({
  services,
}: QueueContext): Readonly<Record<Feature, () => Promise<Measured>>> {
  const { redis } = services;

  /** A stream with its group, and a client that counts what it sends. */
  async function open(feature: string) {
    const client = await redis.connect('worker');
    const key = redis.key(`price-${feature}`);
    await makeStream(client, key);
    let commands = 0;
    const send = async (command: string, ...words: (string | number)[]): Promise<unknown> => {
      commands += 1;
      return await client.call(command, ...words);
    };
    const read = async (who = 'one') => {
      commands += 1;
      return entriesIn(await client.xreadgroup('GROUP', group, who, 'COUNT', batch, 'STREAMS', key, '>'));
    };
    return { key, send, read, add: () => send('XADD', key, '*', 'dish', 'bibimbap'), sent: () => commands };
  }

  return {
    async plain() {
      const { key, send, read, add, sent } = await open('plain');
      for (let id = 1; id <= priceOrders; id += 1) await add();
      let worked = 0;
      for (let batch = await read(); batch.length > 0; batch = await read()) {
        for (const [id] of batch) await send('XACK', key, group, id);
        worked += batch.length;
      }
      return { commands: sent(), complete: worked === priceOrders, afterMs: null };
    },

    async dies() {
      const { key, send, read, add, sent } = await open('dies');
      await add();
      await read('dead');
      const since = stopwatch();
      let claimed: Entry[] = [];
      while (claimed.length === 0) {
        await wait(pollEveryMs);
        claimed = (
          (await send('XAUTOCLAIM', key, group, 'alive', claimAfterMs, '0')) as [string, Entry[]]
        )[1];
      }
      const afterMs = since();
      for (const [id] of claimed) await send('XACK', key, group, id);
      return { commands: sent(), complete: claimed.length === 1, afterMs };
    },

    /** What failed waits in a sorted set, by the time when it is due; somebody has to look. */
    async retry() {
      const { key, send, read, add, sent } = await open('retry');
      const later = redis.key('price-retry-later');
      await add();
      for (const [id] of await read()) {
        await send('ZADD', later, retryAfterMs, 'bibimbap');
        await send('EXPIRE', later, forgetAfterSeconds);
        await send('XACK', key, group, id);
      }
      const since = stopwatch();
      let due: string[] = [];
      while (due.length === 0) {
        await wait(pollEveryMs);
        due = (await send('ZRANGEBYSCORE', later, 0, since())) as string[];
      }
      for (const dish of due) {
        await send('XADD', key, '*', 'dish', dish);
        await send('ZREM', later, dish);
      }
      const again = await read();
      const afterMs = since();
      for (const [id] of again) await send('XACK', key, group, id);
      return { commands: sent(), complete: again.length === 1, afterMs };
    },

    /** The group counts deliveries; what to do about it is ours. */
    async 'dead-letter'() {
      const { key, send, read, add, sent } = await open('dead');
      const dead = redis.key('price-dead-letters');
      await add();
      await read();
      for (;;) {
        const [pending] = (await send('XPENDING', key, group, '-', '+', 1)) as [
          string,
          string,
          number,
          number,
        ][];
        if (!pending) break;
        const [id, , , deliveries] = pending;
        if (deliveries < mostAttempts) {
          await send('XAUTOCLAIM', key, group, 'one', 0, '0');
          continue;
        }
        await send('XADD', dead, '*', 'dish', 'bibimbap');
        await send('EXPIRE', dead, forgetAfterSeconds);
        await send('XACK', key, group, id);
      }
      const client = await redis.connect('control');
      return { commands: sent(), complete: (await client.xlen(dead)) === 1, afterMs: null };
    },

    /** There is no exchange: who sends has to know who is concerned. */
    async routing() {
      const client = await redis.connect('control');
      const keyOf = (department: string) => redis.key(`price-${department}`);
      for (const department of departments) await makeStream(client, keyOf(department));
      let commands = 0;
      for (let id = 1; id <= priceOrders; id += 1) {
        for (const department of concerned) {
          await client.xadd(keyOf(department), '*', 'dish', 'bibimbap');
          commands += 1;
        }
      }
      const counts = await Promise.all(departments.map((department) => client.xlen(keyOf(department))));
      const complete = departments.every(
        (department, index) => counts[index] === (concerned.includes(department) ? priceOrders : 0),
      );
      return { commands, complete, afterMs: null };
    },
  };
}
