/**
 * Two requests of one user at once, at two servers, with one Redis behind them: both add a thing to the same basket.
 *
 * get-set: each reads the whole basket, adds its thing and writes the whole basket back, as a session library does.
 * one-command: RPUSH, which adds without reading. hash-field: HSET of a field of its own. watch: WATCH before the GET,
 * so that EXEC refuses when somebody else wrote in between; then once more from the start.
 * Left out: two requests of one user that do not overlap. Those lose nothing.
 */
import { messageOf, type Redis, type RedisServer } from '../../../src/kit/run.ts';
import type { RaceArm, RaceData, RaceWay } from '../data.ts';
import type { StickyContext } from '../settings.ts';

const rounds = 200;
const servers = ['server-1', 'server-2'] as const;
/** Should we be killed, the basket goes by itself. */
const basketSeconds = 300;

/** Adds a thing to the basket; returns how often it had to begin again. */
type Add = (server: Redis, basket: string, item: string) => Promise<number>;

const ways: Readonly<Record<RaceWay, { add: Add; items(server: Redis, basket: string): Promise<string[]> }>> =
  {
    'get-set': {
      async add(server, basket, item) {
        const items = JSON.parse((await server.get(basket)) ?? '[]');
        await server.set(basket, JSON.stringify([...items, item]), 'EX', basketSeconds);
        return 0;
      },
      items: wholeBasket,
    },
    'one-command': {
      async add(server, basket, item) {
        await server.rpush(basket, item);
        return 0;
      },
      items: (server, basket) => server.lrange(basket, 0, -1),
    },
    'hash-field': {
      async add(server, basket, item) {
        await server.hset(basket, item, '1');
        return 0;
      },
      items: (server, basket) => server.hkeys(basket),
    },
    watch: {
      async add(server, basket, item) {
        for (let again = 0; ; again += 1) {
          await server.watch(basket);
          const items = JSON.parse((await server.get(basket)) ?? '[]');
          const done = await server
            .multi()
            .set(basket, JSON.stringify([...items, item]), 'EX', basketSeconds)
            .exec();
          if (done !== null) return again;
        }
      },
      items: wholeBasket,
    },
  };

async function wholeBasket(server: Redis, basket: string): Promise<string[]> {
  return JSON.parse((await server.get(basket)) ?? '[]');
}

export async function race(context: StickyContext): Promise<RaceData> {
  // Redis is here: only a run with --prove has none, and it leaves this act out.
  const redis = context.services.redis as RedisServer;
  const connections = await Promise.all(servers.map((name) => redis.connect(name)));
  const arms: RaceArm[] = [];
  for (const way of Object.keys(ways) as RaceWay[]) {
    const arm = raceOf(context, connections, redis.key(`basket-${way}`), way);
    arms.push(
      await arm.catch((error: unknown) => {
        context.signal.throwIfAborted();
        return { way, items: 0, kept: 0, retries: 0, refused: messageOf(firstOf(error)) };
      }),
    );
    context.emit({ kind: 'progress', done: arms.length, of: 4, unit: { ko: '방식', en: 'arms' } });
  }
  return { arms };
}

/** EXEC says only that it was given up; why stands in the answer to a command before it. */
function firstOf(error: unknown): unknown {
  return (error as { previousErrors?: readonly unknown[] }).previousErrors?.[0] ?? error;
}

async function raceOf(
  { note, signal }: StickyContext,
  connections: readonly Redis[],
  basket: string,
  way: RaceWay,
): Promise<RaceArm> {
  const { add, items } = ways[way];
  const sent: { item: string; to: string }[] = [];
  let retries = 0;
  for (let round = 1; round <= rounds; round += 1) {
    signal.throwIfAborted();
    const both = connections.map(async (server, index) => {
      const item = `${round}-${index + 1}`;
      const to = servers[index] as string;
      sent.push({ item, to });
      note({ kind: 'send', msg: item, from: 'user', to }, way);
      retries += await add(server, basket, item);
    });
    await Promise.all(both);
    if (round === 1) await connections[0]?.expire(basket, basketSeconds);
  }
  const kept = new Set(await items(connections[0] as Redis, basket));
  for (const { item, to } of sent)
    note(
      kept.has(item)
        ? { kind: 'recv', msg: item, from: 'user', to }
        : { kind: 'drop', msg: item, from: 'user', to, why: 'lost' },
      way,
    );
  return { way, items: sent.length, kept: kept.size, retries };
}
