// Two location servers on the real Redis, Ana at the first of them and her friends at the second. Phones speak to them
// without a network: what is watched here is what servers and Redis make of it.
import type { RedisServer } from '../../../src/kit/run.ts';
import { createRandom, until } from '../../../src/kit/run.ts';
import type { Strategy } from '../data.ts';
import { indexListers } from '../parts/bus.ts';
import { drawFriends } from '../parts/friends.ts';
import { type PhoneSession, startLocationServer, type ToPhone } from '../parts/location-server.ts';
import { notedBus } from '../parts/noted-bus.ts';
import type { Place } from '../parts/places.ts';
import { onlyRefusals, redisBus, redisStore, refusals } from '../parts/redis-bus.ts';
import type { NearbyContext } from '../settings.ts';

const ana = 0;
const users = 5;
/** After which a phone that says nothing is let go. */
const ttlMs = 4_000;

export interface Town {
  connect(user: number, place: Place, hear?: (message: ToPhone) => void): void;
  report(user: number, place: Place): void;
  leave(user: number): void;
  /** Lets go of who is silent; fails where Redis refused something. */
  sweep(): void;
  /** Resolves when Redis knows where all of them are. */
  untilKnown(people: readonly number[]): Promise<void>;
  /** The servers die; nobody says goodbye. */
  close(): void;
}

export async function startTown(
  { services, seed, clock, signal, note }: NearbyContext,
  strategy: Strategy,
): Promise<Town> {
  const connections: { disconnect(): void }[] = [];
  // They come back when Redis does.
  const redis: RedisServer = {
    ...services.redis,
    async connect(name, options) {
      const client = await services.redis.connect(name, { ...options, reconnect: true, untraced: true });
      connections.push(client);
      return client;
    },
  };
  const friends = drawFriends(users, 0, createRandom(seed));
  for (let friend = 1; friend < users; friend += 1) friends.befriend(ana, friend);
  const refused = refusals();
  const client = await redis.connect('store');
  const store = redisStore(client, redis.key, ttlMs, refused.note);
  indexListers(store, { users, friends });
  const servers = await Promise.all(
    ['server-1', 'server-2'].map(async (name, id) => {
      const told = (direction: string, line: string) => {
        if (direction === 'sends' && line.includes('SUBSCRIBE'))
          note({ kind: 'command', from: name, to: 'redis', command: line });
      };
      const bus = notedBus(await redisBus(redis, name, client, refused.note), id, note, told);
      const failed = onlyRefusals(refused.note);
      return await startLocationServer({
        ...{ id, strategy, bus, store, friends, ttlMs, failed },
        nowMs: clock.nowMs,
      });
    }),
  );
  const phones = new Map<number, { session: PhoneSession; n: number }>();
  const nobody = () => {};
  return {
    connect(user, place, hear = nobody) {
      const session = servers[user === ana ? 0 : 1]?.open(user, 1, place, hear);
      if (session) phones.set(user, { session, n: 1 });
    },
    report(user, place) {
      const phone = phones.get(user);
      if (!phone) return;
      phone.n += 1;
      phone.session.report(phone.n, place);
    },
    leave(user) {
      phones.get(user)?.session.close();
      phones.delete(user);
    },
    sweep() {
      refused.check();
      for (const server of servers) server.sweep();
    },
    async untilKnown(people) {
      const what = { ko: '친구들의 첫 위치', en: 'where the friends are' };
      const known = async () => (await store.get(people)).every((text) => text !== null);
      await until(known, { signal, what, withinMs: 5_000 });
    },
    close() {
      for (const connection of connections) connection.disconnect();
    },
  };
}
