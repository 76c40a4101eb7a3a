// One WebSocket server of the design: it holds the connections of some users and subscribes for them. What a phone
// sends goes into the cache and out over the user's own channel; whoever listens to that channel passes it on.
import type { Strategy } from '../data.ts';
import { type Bus, type Control, channelOf, controlOf, type Position, type Store } from './bus.ts';
import type { Friends } from './friends.ts';
import { isPlace, type Place } from './places.ts';
import { openWatchers } from './watchers.ts';

/** Built in on purpose, for the tests: what the oracle has to find out. */
export type PlantedBug = 'reads-before-it-subscribes' | 'keeps-the-reverse-index';

/** To the phone. `friends` is a first look, at everybody who is there on connecting, or at one who came later. */
export type ToPhone =
  | { readonly type: 'friends'; readonly friends: readonly Position[] }
  | { readonly type: 'moved'; readonly friend: Position }
  | { readonly type: 'left'; readonly user: number };

export interface LocationServerOptions {
  readonly id: number;
  readonly strategy: Strategy;
  readonly bus: Bus;
  readonly store: Store;
  /** The friend lists: in a real app a table of its own. */
  readonly friends: Pick<Friends, 'of'>;
  readonly ttlMs: number;
  readonly nowMs: () => number;
  /** Hears what went wrong with what nobody waits for: a first screen, a farewell. In memory nothing does. */
  readonly failed?: (error: Error) => void;
  readonly bug?: PlantedBug | undefined;
}

export interface PhoneSession {
  report(n: number, place: Place): void;
  /** It leaves properly. */
  close(): void;
}

interface Session {
  readonly id: number;
  readonly user: number;
  readonly send: (message: ToPhone) => void;
  lastReportMs: number;
  isOpen: boolean;
}

export interface LocationServer {
  readonly id: number;
  open(user: number, n: number, place: Place, send: (message: ToPhone) => void): PhoneSession;
  /** The friend lists have changed: whoever is there hears of it at once, wherever they are connected. */
  befriend(a: number, b: number): Promise<void>;
  unfriend(a: number, b: number): Promise<void>;
  /** Lets go of phones that have said nothing for a TTL. */
  sweep(): void;
  /** What it did and holds. Its own counters: tests compare them with those of Redis. */
  counters(): ServerCounters;
  /** Users whose channels it is subscribed to. */
  channels(): Iterable<number>;
}

export interface ServerCounters {
  readonly wishes: number;
  readonly channels: number;
  readonly subscribed: number;
  readonly unsubscribed: number;
  readonly reports: number;
  /** Reports that came in over channels, and those that went out to phones. */
  readonly received: number;
  readonly pushed: number;
  readonly controls: number;
  readonly refused: number;
}

function unexpected(error: Error): never {
  throw error;
}

export async function startLocationServer(options: LocationServerOptions): Promise<LocationServer> {
  const { id, strategy, bus, store, friends, ttlMs, nowMs, failed = unexpected, bug } = options;
  const watchers = openWatchers<Session>(bus);
  const sessions = new Map<number, Set<Session>>();
  const counts = { reports: 0, received: 0, pushed: 0, controls: 0, refused: 0 };
  let lastSession = 0;

  const positionsOf = async (users: readonly number[]): Promise<Position[]> =>
    users.length === 0
      ? []
      : (await store.get(users)).flatMap((text) => (text === null ? [] : [JSON.parse(text)]));

  function pass(session: Session, message: ToPhone): void {
    if (!session.isOpen) return;
    if (message.type === 'moved') counts.pushed += 1;
    session.send(message);
  }

  function control(server: number, message: Control): void {
    counts.controls += 1;
    bus.publish(controlOf(server), JSON.stringify(message));
  }

  /** Finds the servers that hold these people, and tells each of them once. */
  async function tell(people: readonly number[], kind: Control['kind'], user: number): Promise<void> {
    const byServer = new Map<number, number[]>();
    for (const { server, user: person } of await positionsOf(people))
      byServer.set(server, [...(byServer.get(server) ?? []), person]);
    for (const [server, by] of byServer) control(server, { kind, user, by });
  }

  async function obey({ kind, user, by }: Control): Promise<void> {
    const concerned = by.flatMap((person) => [...(sessions.get(person) ?? [])]);
    if (kind === 'unwatch') {
      for (const session of concerned) {
        watchers.unwatch(session, [user]);
        pass(session, { type: 'left', user });
      }
      return;
    }
    await Promise.all(concerned.map((session) => watchers.watch(session, [user])));
    const there = await positionsOf([user]);
    for (const session of concerned) pass(session, { type: 'friends', friends: there });
  }

  bus.onMessage((channel, text) => {
    if (channel === controlOf(id)) return void obey(JSON.parse(text)).catch(failed);
    counts.received += 1;
    const message = JSON.parse(text) as Position | { readonly left: number };
    if ('left' in message) return gone(message.left);
    for (const session of watchers.of(message.user)) pass(session, { type: 'moved', friend: message });
  });
  await bus.subscribe([controlOf(id)]);

  function gone(user: number): void {
    const concerned = [...watchers.of(user)];
    for (const session of concerned) pass(session, { type: 'left', user });
    // When the friend comes back, the reverse subscription brings them back.
    if (strategy === 'active-reverse') for (const session of concerned) watchers.unwatch(session, [user]);
  }

  function put(session: Session, n: number, place: Place): void {
    if (!isPlace(place)) {
      counts.refused += 1;
      return;
    }
    counts.reports += 1;
    session.lastReportMs = nowMs();
    const { lat, lon } = place;
    const position: Position = { user: session.user, n, lat, lon, server: id, session: session.id };
    const text = JSON.stringify(position);
    store.put(session.user, text);
    bus.publish(channelOf(session.user), text);
  }

  /** The first screen. Subscribed first and read afterwards: what moves in between comes twice, and never not at all. */
  async function welcome(session: Session): Promise<void> {
    const { user } = session;
    const list = [...friends.of(user)];
    const early = bug === 'reads-before-it-subscribes' ? await positionsOf(list) : null;
    const wanted = strategy === 'all' ? list : (await positionsOf(list)).map((position) => position.user);
    if (!session.isOpen) return;
    await watchers.watch(session, wanted);
    if (strategy === 'active-reverse') await tell(await store.listersOf(user), 'watch', user);
    pass(session, { type: 'friends', friends: early ?? (await positionsOf(wanted)) });
  }

  function close(session: Session): void {
    if (!session.isOpen) return;
    session.isOpen = false;
    watchers.forget(session);
    const own = sessions.get(session.user);
    own?.delete(session);
    if (own?.size === 0) sessions.delete(session.user);
    void farewell(session).catch(failed);
  }

  /** Unless they have come back meanwhile, with another phone or on another server. */
  async function farewell({ user, id: sessionId }: Session): Promise<void> {
    const [position] = await positionsOf([user]);
    if (position && (position.server !== id || position.session !== sessionId)) return;
    store.remove(user);
    bus.publish(channelOf(user), JSON.stringify({ left: user }));
  }

  return {
    id,
    open(user, n, place, send) {
      lastSession += 1;
      const session: Session = { id: lastSession, user, send, lastReportMs: nowMs(), isOpen: true };
      sessions.set(user, (sessions.get(user) ?? new Set()).add(session));
      put(session, n, place);
      void welcome(session).catch(failed);
      return { report: (next, where) => put(session, next, where), close: () => close(session) };
    },
    async befriend(a, b) {
      store.addListers(a, [b]);
      store.addListers(b, [a]);
      for (const [viewer, friend] of [
        [a, b],
        [b, a],
      ] as const)
        if (strategy === 'all' || (await positionsOf([friend])).length > 0)
          await tell([viewer], 'watch', friend);
    },
    async unfriend(a, b) {
      if (bug !== 'keeps-the-reverse-index') {
        store.removeLister(a, b);
        store.removeLister(b, a);
      }
      await Promise.all([tell([a], 'unwatch', b), tell([b], 'unwatch', a)]);
    },
    sweep() {
      for (const own of sessions.values())
        for (const session of own) if (nowMs() - session.lastReportMs > ttlMs) close(session);
    },
    counters: () => ({ ...counts, ...watchers.held }),
    channels: () => watchers.channels,
  };
}
