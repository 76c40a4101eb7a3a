import type { Strategy } from '../../labs/nearby/data.ts';
import { channelOf, type Position } from '../../labs/nearby/parts/bus.ts';
import type { Holds } from '../../labs/nearby/parts/model-bus.ts';
import { redisBus, redisStore } from '../../labs/nearby/parts/redis-bus.ts';
import { memoryOf } from '../../labs/nearby/parts/redis-figures.ts';
import type { NearbyContext } from '../../labs/nearby/settings.ts';
import { type Redis, redis } from '../../src/kit/run.ts';

/** So many of each are made to see what one takes: fewer than the day has, and no power of two. */
const some = 1_000;
/** In one SUBSCRIBE. */
const batch = 100;

/** What a Redis of this version takes, in bytes, measured on one of our own. */
export interface RedisSizes {
  /** A location server's two connections. */
  readonly server: number;
  /** A subscription that nobody had yet, and a further one. Both without the slots of their tables. */
  readonly first: number;
  readonly further: number;
  readonly place: number;
  readonly listerSet: number;
  readonly lister: number;
}

/** A table of Redis has as many slots of 8 bytes as the next power of two (source: dict.c). */
const tableBytes = (entries: number) =>
  entries === 0 ? 0 : 8 * 2 ** Math.max(2, Math.ceil(Math.log2(entries)));

/**
 * Of the subscriptions of one connection. To a larger table they move bucket by bucket, one as each is added, and both
 * tables are there meanwhile (source: dict.c). As many buckets have somebody in them as chance says of a full table.
 */
function subscribedBytes(entries: number): number {
  const beforeBytes = tableBytes(entries) / 2;
  const added = entries - beforeBytes / 8;
  return tableBytes(entries) + (added < (1 - 1 / Math.E) * (beforeBytes / 8) ? beforeBytes : 0);
}

export async function measureSizes(
  { scope }: Pick<NearbyContext, 'scope'>,
  servers: number,
): Promise<RedisSizes> {
  const server = await scope.start(redis());
  const admin = await server.connect('admin');
  const fail = (error: Error) => {
    throw error;
  };
  const grows = async (work: () => Promise<unknown>) => {
    const before = await memoryOf(admin);
    await work();
    return (await memoryOf(admin)).heldBytes - before.heldBytes;
  };

  const buses: Awaited<ReturnType<typeof redisBus>>[] = [];
  const connected = await grows(async () => {
    for (let id = 0; id < servers; id += 1) {
      const client = await server.connect(`publishes-${id}`);
      buses.push(await redisBus(server, `server-${id}`, client, fail));
      await buses[id]?.subscribe([`control:${id}`]);
      await client.ping();
    }
  });
  const bytes: number[] = [];
  for (const bus of buses.slice(0, 2))
    bytes.push(
      await grows(async () => {
        for (let from = 0; from < some; from += batch)
          await bus.subscribe(Array.from({ length: batch }, (_, k) => channelOf(from + k)));
      }),
    );
  const [first = Number.NaN, further = Number.NaN] = bytes;

  const store = redisStore(admin, server.key, 600_000, fail);
  const position = {
    user: 1_234,
    n: 12,
    server: 3,
    session: 123,
    lat: 37.56651234567891,
    lon: 126.9781234567891,
  };
  const places = await grows(() =>
    all(admin, (user) => store.put(user, JSON.stringify(position satisfies Position))),
  );
  const [few, many] = [10, 100];
  const sets: number[] = [];
  for (const [at, size] of [few, many].entries())
    sets.push(
      await grows(() =>
        all(admin, (user) =>
          store.addListers(
            10_000 * (at + 1) + user,
            Array.from({ length: size }, (_, k) => 300 + k),
          ),
        ),
      ),
    );
  const [small = Number.NaN, large = Number.NaN] = sets;
  const lister = (large - small) / (some * (many - few));
  return {
    server: connected / servers,
    first: (first - 2 * tableBytes(some)) / some,
    further: (further - tableBytes(some)) / some,
    place: (places - 2 * tableBytes(some)) / some,
    listerSet: (small - tableBytes(some)) / some - few * lister,
    lister,
  };
}

async function all(admin: Redis, work: (n: number) => void): Promise<void> {
  for (let n = 0; n < some; n += 1) work(n);
  await admin.ping();
}

/** By what the model says of the end of the day. */
export function predictBytes(sizes: RedisSizes, holds: Holds, servers: number, strategy: Strategy): number {
  const { channels, subscriptions, places, listerSets, listers } = holds;
  const hasIndex = strategy === 'active-reverse';
  const keys = places + (hasIndex ? listerSets : 0);
  return (
    servers * (sizes.server + subscribedBytes(subscriptions / servers)) +
    channels * sizes.first +
    (subscriptions - channels) * sizes.further +
    tableBytes(channels) +
    places * sizes.place +
    tableBytes(places) +
    tableBytes(keys) +
    (hasIndex ? listerSets * sizes.listerSet + listers * sizes.lister : 0)
  );
}
