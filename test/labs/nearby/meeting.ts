import { setImmediate as settled } from 'node:timers/promises';
import type { Strategy } from '../../../labs/nearby/data.ts';
import { type Bus, indexListers } from '../../../labs/nearby/parts/bus.ts';
import { drawFriends } from '../../../labs/nearby/parts/friends.ts';
import {
  type LocationServer,
  type PhoneSession,
  type PlantedBug,
  startLocationServer,
  type ToPhone,
} from '../../../labs/nearby/parts/location-server.ts';
import { modelRedis } from '../../../labs/nearby/parts/model-bus.ts';
import { openOracle } from '../../../labs/nearby/parts/oracle.ts';
import { createRandom } from '../../../src/measure/random.ts';

export const place = { lat: 37.5665, lon: 126.978 };
export const ttlMs = 60_000;
export const [ana, bo] = [0, 1] as const;

/** Ana and Bo, a location server for each, and an oracle that watches both. */
export async function meet(strategy: Strategy, bug?: PlantedBug) {
  let nowMs = 0;
  const friends = drawFriends(2, 0, createRandom(1));
  friends.befriend(ana, bo);
  const redis = modelRedis(() => nowMs, ttlMs);
  indexListers(redis.store, { users: 2, friends });
  const oracle = openOracle(friends);
  const reports = [0, 0];
  const phones: (PhoneSession | undefined)[] = [];
  /** Called just before a server subscribes. */
  const before: { subscribing?: () => void } = {};
  const watched = (bus: Bus): Bus => ({
    ...bus,
    subscribe(channels) {
      before.subscribing?.();
      return bus.subscribe(channels);
    },
  });
  const servers: LocationServer[] = [];
  for (const id of [ana, bo]) {
    const bus = watched(redis.bus());
    servers.push(
      await startLocationServer({
        id,
        strategy,
        bus,
        store: redis.store,
        friends,
        ttlMs,
        nowMs: () => nowMs,
        bug,
      }),
    );
  }
  const next = (user: number) => {
    reports[user] = (reports[user] ?? 0) + 1;
    return reports[user] as number;
  };
  return {
    before,
    oracle,
    servers,
    friends,
    redis,
    passes(ms: number) {
      nowMs += ms;
    },
    async connect(user: number) {
      const n = next(user);
      oracle.connects(user, n, nowMs);
      const hear = (message: ToPhone) => {
        if (message.type === 'moved') oracle.shown(user, message.friend, nowMs);
        if (message.type === 'friends') oracle.firstScreen(user, message.friends, nowMs);
      };
      phones[user] = servers[user]?.open(user, n, place, hear);
      await settled();
    },
    async report(user: number) {
      const n = next(user);
      oracle.reports(user, n);
      phones[user]?.report(n, place);
      await settled();
    },
    async leave(user: number) {
      oracle.goes(user);
      phones[user]?.close();
      await settled();
    },
    async unfriend() {
      friends.unfriend(ana, bo);
      oracle.unfriend(ana, bo);
      await servers[ana]?.unfriend(ana, bo);
      await settled();
    },
    async befriend() {
      friends.befriend(ana, bo);
      oracle.befriend(ana, bo);
      await servers[ana]?.befriend(ana, bo);
      await settled();
    },
  };
}
