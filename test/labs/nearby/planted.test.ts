import { setImmediate as settled } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { Strategy } from '../../../labs/nearby/data.ts';
import { type Bus, indexListers } from '../../../labs/nearby/parts/bus.ts';
import { drawFriends, type Friends } from '../../../labs/nearby/parts/friends.ts';
import {
  type LocationServer,
  type PhoneSession,
  type PlantedBug,
  startLocationServer,
  type ToPhone,
} from '../../../labs/nearby/parts/location-server.ts';
import { playModel } from '../../../labs/nearby/parts/model.ts';
import { modelRedis } from '../../../labs/nearby/parts/model-bus.ts';
import { openOracle } from '../../../labs/nearby/parts/oracle.ts';
import type { Place } from '../../../labs/nearby/parts/places.ts';
import { makeWorld } from '../../../labs/nearby/parts/world.ts';
import { createRandom } from '../../../src/measure/random.ts';

const place = { lat: 37.5665, lon: 126.978 };
const ttlMs = 60_000;
const [ana, bo] = [0, 1] as const;

/** Ana and Bo, a location server for each, and an oracle that watches both. */
async function meet(strategy: Strategy, bug?: PlantedBug) {
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

describe('the oracle', () => {
  it.each([
    ['all', 0],
    ['active', 4],
    ['active-reverse', 0],
  ] as const)('of %s misses %i when a friend comes later', async (strategy, missed) => {
    const world = await meet(strategy);
    await world.connect(ana);
    await world.connect(bo);
    for (let k = 0; k < 3; k += 1) {
      await world.report(ana);
      await world.report(bo);
    }
    // Ana should see Bo's first report and three more; Bo, Ana's three.
    expect(world.oracle.counts()).toMatchObject({ due: 7, missed, strangers: 0 });
  });

  it.each([
    ['subscribes first and reads then', undefined, 0],
    ['reads first and subscribes then', 'reads-before-it-subscribes', 1],
  ] as const)('a server that %s', async (_, bug, missed) => {
    const world = await meet('all', bug);
    await world.connect(bo);
    // He moves in the middle of Ana's connecting.
    world.before.subscribing = () => {
      world.before.subscribing = () => {};
      void world.report(bo);
    };
    await world.connect(ana);
    await world.report(bo);
    expect(world.oracle.counts()).toMatchObject({ missed, strangers: 0 });
  });

  it.each([
    ['takes a removed friend out of the reverse index', undefined, 0],
    ['leaves a removed friend in it', 'keeps-the-reverse-index', 3],
  ] as const)('a server that %s', async (_, bug, strangers) => {
    const world = await meet('active-reverse', bug);
    await world.connect(ana);
    await world.connect(bo);
    await world.unfriend();
    await world.leave(bo);
    await world.connect(bo);
    for (let k = 0; k < 3; k += 1) await world.report(bo);
    expect(world.oracle.counts()).toMatchObject({ missed: 0, strangers });
  });

  it('a friend of whom nothing was due yet, and who goes at once, was not missed', async () => {
    const world = await meet('active');
    await world.connect(ana);
    await world.connect(bo);
    await world.leave(bo);
    expect(world.oracle.counts()).toMatchObject({ due: 0, missed: 0, arrivals: { seen: 0, never: 0 } });
  });
});

describe('what is on its way when a friend is removed', () => {
  it('may still come, once; what was sent afterwards shows a stranger', () => {
    const friends = drawFriends(2, 0, createRandom(1));
    friends.befriend(ana, bo);
    const oracle = openOracle(friends);
    for (const user of [ana, bo]) oracle.connects(user, 1, 0);
    friends.unfriend(ana, bo);
    oracle.unfriend(ana, bo);
    for (const n of [2, 3, 4]) {
      oracle.reports(bo, n);
      oracle.shown(ana, { user: bo, n }, 0);
    }
    expect(oracle.counts()).toMatchObject({ missed: 0, strangers: 2 });
  });
});

describe('a one-sided friendship', () => {
  const oneSided: Pick<Friends, 'of'> = { of: (user) => new Set(user === ana ? [bo] : []) };

  it.each(
    (['all', 'active-reverse'] as const).flatMap((strategy) => [
      [strategy, [ana, bo]] as const,
      [strategy, [bo, ana]] as const,
    ]),
  )(
    'under %s, connecting in the order %j: who lists sees, who does not list sees nothing',
    async (strategy, order) => {
      const redis = modelRedis(() => 0, ttlMs);
      indexListers(redis.store, { users: 2, friends: oneSided as Friends });
      const seen: ToPhone[][] = [[], []];
      const phones: PhoneSession[] = [];
      for (const id of order) {
        const bus = redis.bus();
        const { store } = redis;
        const server = await startLocationServer({
          ...{ id, strategy, bus, store, friends: oneSided, ttlMs, nowMs: () => 0 },
        });
        phones[id] = server.open(id, 1, place, (message) => seen[id]?.push(message));
        await settled();
      }
      for (const phone of phones) phone.report(2, place);
      await settled();
      expect(seen[ana]?.at(-1)).toMatchObject({ type: 'moved', friend: { user: bo, n: 2 } });
      expect(seen[bo]).toEqual([{ type: 'friends', friends: [] }]);
    },
  );
});

/** A day on which everybody is where this says, whatever the world has drawn. */
async function dayAt(placeOf: (user: number) => Place) {
  const day = {
    ...{ users: 60, meanFriends: 20, activeShare: 0.3, intervalMs: 30_000, meanSessionMs: 600_000 },
    ...{ lengthMs: 600_000, seed: 3 },
  };
  const world = makeWorld(day);
  function* happenings() {
    for (const event of world.happenings())
      yield 'place' in event ? { ...event, place: placeOf(event.user) } : event;
  }
  return await playModel({
    world: { ...world, happenings },
    ...{ lengthMs: day.lengthMs, radiusM: 8_047, ttlMs, keyTtlMs: ttlMs, servers: 3 },
    ...{ strategy: 'active-reverse', signal: new AbortController().signal },
  });
}

describe('people at the edges of the map', () => {
  it.each([
    ['on both sides of the date line', (user: number) => ({ lat: 10, lon: user % 2 ? 179.99 : -179.99 })],
    ['around the north pole', (user: number) => ({ lat: 89.99, lon: (user % 36) * 10 - 180 })],
    ['on the south pole itself', (user: number) => ({ lat: -90, lon: user })],
  ])('%s are nearby, and none of their reports is refused', async (_, placeOf) => {
    const played = await dayAt(placeOf);
    expect(played).toMatchObject({ missed: 0, counters: { refused: 0 }, came: { beyond: 0 } });
    expect(played.came.inRange).toBeGreaterThan(100);
  });

  it('at the two poles are not', async () => {
    const { came } = await dayAt((user) => ({ lat: user % 2 ? 90 : -90, lon: 0 }));
    expect(came.beyond).toBeGreaterThan(100);
  });
});

describe('everybody in one spot', () => {
  it('nothing is thrown away, and on the map everybody is in range, but who has gone or is unseen', async () => {
    const played = await dayAt(() => place);
    expect(played.counters.pushed).toBeGreaterThan(100);
    expect(played.came.inRange).toBeGreaterThan(100);
    expect(played.came.beyond).toBe(0);
    for (const dot of played.map?.dots ?? []) {
      expect(dot).toMatchObject({ eastM: 0, northM: 0 });
      expect(dot.seen).not.toBe('far');
    }
  });
});

describe('the location server', () => {
  it.each(['all', 'active-reverse'] as const)(
    'of %s: who is no friend any more leaves the screen at once, and does not wait for the TTL',
    async (strategy) => {
      const world = await meet(strategy);
      const seen: ToPhone[] = [];
      await world.connect(bo);
      world.servers[ana]?.open(ana, 1, place, (message) => seen.push(message));
      await settled();
      await world.unfriend();
      expect(seen.at(-1)).toEqual({ type: 'left', user: bo });
    },
  );

  it.each(['all', 'active-reverse'] as const)(
    'of %s: a report on its way when its friend is removed may come, and does not bring them back',
    async (strategy) => {
      const world = await meet(strategy);
      const seen: ToPhone[] = [];
      await world.connect(bo);
      world.servers[ana]?.open(ana, 1, place, (message) => seen.push(message));
      await settled();
      await Promise.all([world.unfriend(), world.report(bo)]);
      expect(seen.at(-1)).toEqual({ type: 'left', user: bo });
      await world.report(bo);
      expect(seen.at(-1)).toEqual({ type: 'left', user: bo });
    },
  );

  it.each(['all', 'active', 'active-reverse'] as const)(
    'of %s: who becomes a friend is seen at once',
    async (strategy) => {
      const world = await meet(strategy);
      await world.unfriend();
      await world.connect(ana);
      await world.connect(bo);
      await world.befriend();
      await world.report(ana);
      await world.report(bo);
      expect(world.oracle.counts()).toMatchObject({ due: 2, missed: 0 });
    },
  );

  it('a phone that says nothing for a TTL is let go, and its channel given up', async () => {
    const world = await meet('active-reverse');
    await world.connect(ana);
    await world.connect(bo);
    expect(world.servers[ana]?.counters().channels).toBe(1);
    world.passes(ttlMs / 2);
    await world.report(ana);
    world.passes(ttlMs / 2 + 1);
    for (const server of world.servers) server.sweep();
    await settled();
    expect([...(world.servers[ana]?.channels() ?? [])]).toEqual([]);
  });

  it('two phones of one person: when one leaves, the other is still seen', async () => {
    const world = await meet('active-reverse');
    const seen: ToPhone[] = [];
    const [first, second] = world.servers;
    const old = first?.open(bo, 1, place, () => {});
    await settled();
    const fresh = second?.open(bo, 2, place, () => {});
    await settled();
    second?.open(ana, 1, place, (message) => seen.push(message));
    await settled();
    old?.close();
    await settled();
    fresh?.report(3, place);
    await settled();
    expect(seen.filter(({ type }) => type === 'left')).toEqual([]);
    expect(seen.at(-1)).toMatchObject({ type: 'moved', friend: { user: bo, n: 3 } });
  });

  it('a report that is no place is counted, and goes nowhere', async () => {
    const world = await meet('all');
    const phone = world.servers[ana]?.open(ana, 1, place, () => {});
    phone?.report(2, { lat: Number.NaN, lon: 0 });
    phone?.report(3, { lat: 1e9, lon: 0 });
    expect(world.servers[ana]?.counters()).toMatchObject({ reports: 1, refused: 2 });
  });
});
