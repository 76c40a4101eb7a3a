// The channels lie on several Redis servers. One is added, or one dies: how many channels move, how large is the storm
// of SUBSCRIBE, and what is missed meanwhile?
import { setTimeout as wait } from 'node:timers/promises';
import { createRandom, type Redis, type RedisServer, redis, until } from '../../../src/kit/run.ts';
import type { RingArm, RingChange, RingData } from '../data.ts';
import { modulo, type Placement, ring as ringOf } from '../parts/hash-ring.ts';
import type { NearbyContext } from '../settings.ts';

const listeners = 6;
/** Location servers that listen to one channel. */
const listenersPerChannel = 2;
const redisServers = [0, 1, 2, 3] as const;
const added = 4;
const lost = 3;
const everyMs = 2;
const perTick = 24;
/** Nobody hears of a new ring at the same moment: listeners within so long, and the publisher in the middle of it. */
const newsMs = 40;
/** Channels in one SUBSCRIBE of the gentle way, and the pause after it. */
const batch = 200;
const pauseMs = 2;
/** On the same servers one after the other: the loss comes last. */
const changes: readonly RingChange[] = ['modulo-added', 'ring-added', 'ring-added-overlap', 'ring-lost'];

export async function ring(context: NearbyContext): Promise<RingData> {
  const arms: RingArm[] = [];
  const servers = await Promise.all([...redisServers, added].map(() => context.scope.start(redis())));
  for (const change of changes) {
    arms.push(await changeOne(context, change, servers));
    const unit = { ko: '변화', en: 'changes' };
    context.emit({ kind: 'progress', done: arms.length, of: changes.length, unit });
  }
  return arms;
}

async function changeOne(
  context: NearbyContext,
  change: RingChange,
  all: readonly RedisServer[],
): Promise<RingArm> {
  const { params, seed, signal, clock, note } = context;
  const random = createRandom(seed).fork(change);
  const place = change === 'modulo-added' ? modulo : ringOf;
  const isLost = change === 'ring-lost';
  const after = isLost ? redisServers.filter((server) => server !== lost) : [...redisServers, added];
  const [oldPlace, newPlace] = [memo(place(redisServers)), memo(place(after))];
  const names = Array.from({ length: params.channels }, (_, channel) => `place:${channel}`);
  const moving = names.filter((name) => oldPlace(name) !== newPlace(name));

  const servers = isLost ? all.slice(0, redisServers.length) : all;
  const publishers = await Promise.all(servers.map((server) => server.connect('publisher')));
  const heard = new Map<string, number>();
  const crowd = await Promise.all(Array.from({ length: listeners }, (_, id) => listen(servers, id, heard)));
  const wishesOf = (id: number, channels: readonly string[]) =>
    channels.filter((name) => listenersOf(name).includes(id));

  /** @param hearsMs when each listener hears of it @param gently in small portions */
  async function subscribe(channels: readonly string[], at: Placement, hearsMs: number[], gently: boolean) {
    const counts = await Promise.all(
      crowd.map(async (clients, id) => {
        await wait(hearsMs[id]);
        return clients.subscribe(wishesOf(id, channels), at, gently);
      }),
    );
    return counts.reduce((sum, count) => sum + count, 0);
  }
  const atOnce = crowd.map(() => 0);
  await subscribe(names, oldPlace, atOnce, false);

  // A stream of reports over all channels, all the while.
  const sent = new Map<string, number>();
  let [where, refused, isOver] = [oldPlace, 0, false];
  const publishing = (async () => {
    for (let n = 0; !isOver && !signal.aborted; ) {
      for (let k = 0; k < perTick; k += 1) {
        n += 1;
        const name = names[random.int(names.length)] as string;
        const message = `${name} ${n}`;
        publishers[where(name)]?.publish(name, message).then(
          () => sent.set(message, listenersPerChannel),
          () => {
            refused += 1;
          },
        );
      }
      await wait(everyMs);
    }
  })();
  await wait(20 * everyMs);

  const beganMs = clock.nowMs();
  let subscribed: number;
  if (isLost) {
    note({ kind: 'state', actor: `redis-${lost + 1}`, state: 'dead' }, change);
    await servers[lost]?.kill();
  }
  if (change === 'ring-added-overlap') {
    // Everybody listens at the new place before anybody publishes there.
    subscribed = await subscribe(moving, newPlace, atOnce, true);
    where = newPlace;
  } else {
    const hearsMs = crowd.map(() => random.next() * newsMs);
    const publisherHears = wait(newsMs / 2).then(() => {
      where = newPlace;
    });
    [subscribed] = await Promise.all([subscribe(moving, newPlace, hearsMs, false), publisherHears]);
  }
  const quietMs = clock.nowMs() - beganMs;
  await wait(20 * everyMs);
  isOver = true;
  await publishing;
  let before = -1;
  await until(
    async () => {
      const now = heard.size;
      const isQuiet = now === before;
      before = now;
      await wait(20);
      return isQuiet;
    },
    { signal, what: { ko: '마지막 메시지', en: 'the last message' }, withinMs: 10_000 },
  );
  const missed = [...sent].reduce(
    (sum, [message, due]) => sum + Math.max(0, due - (heard.get(message) ?? 0)),
    0,
  );
  for (const server of servers) server.disconnect();
  return {
    change,
    servers: { before: redisServers.length, after: after.length },
    channels: names.length,
    moved: moving.length,
    subscribed,
    quietMs,
    due: sent.size * listenersPerChannel,
    missed,
    refused,
  };
}

/** One location server: a connection to each Redis. */
async function listen(servers: readonly RedisServer[], id: number, heard: Map<string, number>) {
  const clients: Redis[] = await Promise.all(
    servers.map((server) => server.connect(`location-server-${id + 1}`)),
  );
  for (const client of clients)
    client.on('message', (_, text) => void heard.set(text, (heard.get(text) ?? 0) + 1));
  return {
    async subscribe(channels: readonly string[], at: Placement, gently: boolean): Promise<number> {
      for (const [server, client] of clients.entries()) {
        const wanted = channels.filter((name) => at(name) === server);
        const size = gently ? batch : Math.max(1, wanted.length);
        for (let from = 0; from < wanted.length; from += size) {
          await client.subscribe(...wanted.slice(from, from + size));
          if (gently) await wait(pauseMs);
        }
      }
      return channels.length;
    },
  };
}

/** Two neighbours by the channel's number. */
function listenersOf(name: string): number[] {
  const channel = Number(name.slice(name.indexOf(':') + 1));
  return Array.from({ length: listenersPerChannel }, (_, next) => (channel + next) % listeners);
}

function memo(place: Placement): Placement {
  const known = new Map<string, number>();
  return (channel) => {
    const server = known.get(channel) ?? place(channel);
    known.set(channel, server);
    return server;
  };
}
