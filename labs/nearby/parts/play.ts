// The world is played against a gateway: phones connect, report and go as it says, and the oracle looks on.
import type { OthersSeen, ScreenMap } from '../data.ts';
import type { ServerCounters, ToPhone } from './location-server.ts';
import { type OracleCounts, openOracle } from './oracle.ts';
import { metresBetween, offsetFrom, type Place } from './places.ts';
import type { Gateway, Phone } from './sockets.ts';
import type { Happening, World } from './world.ts';

export interface PlayClock {
  /** Of the world. It may stand still, or fall back a little. */
  nowMs(): number;
  /** Of whoever waits in front of a screen: steady. */
  steadyMs(): number;
  /** Waits until then. */
  until(worldMs: number): Promise<void>;
}

export interface PlayOptions {
  readonly world: World;
  readonly gateway: Gateway;
  readonly clock: PlayClock;
  readonly lengthMs: number;
  readonly ttlMs: number;
  readonly radiusM: number;
  /** Everything that is on its way arrives. */
  readonly settle: () => Promise<void>;
  readonly onProgress?: (worldMs: number) => void;
  /** Told of every friend who came and was seen, so long after their connecting. */
  readonly onArrival?: (tookMs: number) => void;
  /** Told at each look what is on one of the screens. */
  readonly onMap?: (map: ScreenMap) => void;
}

/** Looked at a number of times over the length of the world: means. */
export interface Held {
  readonly online: number;
  /** Wishes of people to hear of somebody. */
  readonly wishes: number;
  /** Channels that the location servers are subscribed to, and those of them whose owner is not connected. */
  readonly channels: number;
  readonly idle: number;
  /** Friends on screens: all; gone by now, but not for a TTL yet; within the radius. */
  readonly onScreen: number;
  readonly stale: number;
  readonly inRange: number;
}

export interface Played extends OracleCounts {
  readonly connects: number;
  readonly reports: number;
  /** What came to phones, from within the radius and from beyond: that they throw away. */
  readonly came: { readonly inRange: number; readonly beyond: number };
  readonly held: Held;
  /** One screen at the last look; null where nobody was there. */
  readonly map: ScreenMap | null;
  /** Of all servers together, over the whole time. */
  readonly counters: ServerCounters;
}

const looks = 12;

interface Screen {
  readonly friends: Map<number, { readonly place: Place; readonly atMs: number }>;
  place: Place;
}

interface Online {
  readonly phone: Promise<Phone>;
  readonly screen: Screen;
}

export async function play(options: PlayOptions): Promise<Played> {
  const { world, gateway, clock, lengthMs, ttlMs, radiusM } = options;
  const { friends } = world;
  const oracle = openOracle(friends, options.onArrival);
  const online = new Map<number, Online>();
  /** Connected, and silent. */
  const mute = new Set<Promise<Phone>>();
  const sums = { online: 0, wishes: 0, channels: 0, idle: 0, onScreen: 0, stale: 0, inRange: 0 };
  const came = { inRange: 0, beyond: 0 };
  let [connects, reports, looked] = [0, 0, 0];
  let map: ScreenMap | null = null;

  const serverOf = (user: number) => user % gateway.servers.length;

  function hear(user: number, screen: Screen, message: ToPhone): void {
    if (online.get(user)?.screen !== screen) return; // That phone has gone.
    const nowMs = clock.nowMs();
    if (message.type === 'left') screen.friends.delete(message.user);
    else if (message.type === 'moved') {
      const { user: friend } = message.friend;
      screen.friends.set(friend, { place: message.friend, atMs: nowMs });
      came[metresBetween(screen.place, message.friend) <= radiusM ? 'inRange' : 'beyond'] += 1;
      oracle.shown(user, message.friend, clock.steadyMs());
    } else {
      for (const friend of message.friends) screen.friends.set(friend.user, { place: friend, atMs: nowMs });
      oracle.firstScreen(user, message.friends, clock.steadyMs());
    }
  }

  function connect(user: number, n: number, place: Place): void {
    connects += 1;
    const screen: Screen = { friends: new Map(), place };
    oracle.connects(user, n, clock.steadyMs());
    const phone = gateway.connect(serverOf(user), user, n, place, (message) => hear(user, screen, message));
    online.set(user, { phone, screen });
  }

  function happen(event: Happening): void {
    const { user, kind } = event;
    const here = online.get(user);
    if (kind === 'connect') {
      connect(user, event.n, event.place);
      return;
    }
    if (kind === 'befriend' || kind === 'unfriend') {
      friends[kind](user, event.other);
      oracle[kind](user, event.other);
      void gateway.servers[serverOf(user)]?.[kind](user, event.other);
      return;
    }
    if (!here) return;
    if (kind === 'report') {
      reports += 1;
      here.screen.place = event.place;
      oracle.reports(user, event.n);
      return void here.phone.then((phone) => phone.report(event.n, event.place));
    }
    oracle.goes(user);
    online.delete(user);
    if (kind === 'silent') mute.add(here.phone);
    else void here.phone.then((phone) => phone.close());
  }

  function look(): void {
    looked += 1;
    const nowMs = clock.nowMs();
    sums.online += online.size;
    for (const { screen } of online.values()) {
      for (const [friend, { place, atMs }] of screen.friends) {
        if (nowMs - atMs > ttlMs) continue; // The phone itself hides who has not been heard of for a TTL.
        sums.onScreen += 1;
        if (!online.has(friend)) sums.stale += 1;
        if (metresBetween(screen.place, place) <= radiusM) sums.inRange += 1;
      }
    }
    for (const server of gateway.servers) {
      const { wishes, channels } = server.counters();
      sums.wishes += wishes;
      sums.channels += channels;
      for (const user of server.channels()) if (!online.has(user)) sums.idle += 1;
    }
  }

  function draw(): void {
    const me = followed();
    map = me === null ? null : mapOf(me);
    if (map) options.onMap?.(map);
  }

  /** Who is followed on the map: as long as they are there, else whoever has most friends there. */
  function followed(): number | null {
    if (map && online.has(map.me)) return map.me;
    let [best, most] = [null as number | null, -1];
    for (const user of online.keys()) {
      const here = [...friends.of(user)].filter((friend) => online.has(friend)).length;
      if (here > most) [best, most] = [user, here];
    }
    return best;
  }

  function mapOf(me: number): ScreenMap {
    const { place: middle, friends: shown } = (online.get(me) as Online).screen;
    const nowMs = clock.nowMs();
    const others = [...new Set([...friends.of(me), ...shown.keys()])].sort((a, b) => a - b);
    const dots = others.flatMap((user): OthersSeen[] => {
      const onScreen = shown.get(user);
      const there = online.get(user)?.screen.place;
      const isShown = onScreen !== undefined && nowMs - onScreen.atMs <= ttlMs;
      const place = isShown ? onScreen.place : there;
      if (!place || (!isShown && !friends.of(me).has(user))) return [];
      const isNear = metresBetween(middle, place) <= radiusM;
      const seen = !isShown ? 'unseen' : !there ? 'gone' : isNear ? 'near' : 'far';
      return [{ user, ...offsetFrom(middle, place), seen }];
    });
    return { me, dots };
  }

  let nextLookMs = lengthMs / looks;
  for (const event of world.happenings()) {
    while (event.atMs >= nextLookMs) {
      await clock.until(nextLookMs);
      for (const server of gateway.servers) server.sweep();
      look();
      draw();
      nextLookMs += lengthMs / looks;
    }
    await clock.until(event.atMs);
    options.onProgress?.(event.atMs);
    happen(event);
  }
  await options.settle();
  look();
  draw();
  const counts = oracle.counts();
  const counters = gateway.servers.map((server) => server.counters()).reduce(sumOf);
  for (const { phone } of online.values()) void phone.then((open) => open.close());
  for (const phone of mute) void phone.then((open) => open.close());
  const held = Object.fromEntries(
    Object.entries(sums).map(([name, sum]) => [name, sum / looked]),
  ) as unknown as Held;
  return { ...counts, connects, reports, came, held, counters, map };
}

function sumOf(a: ServerCounters, b: ServerCounters): ServerCounters {
  const names = Object.keys(a) as (keyof ServerCounters)[];
  return Object.fromEntries(names.map((name) => [name, a[name] + b[name]])) as unknown as ServerCounters;
}
