/** Of one location server: which connection wants to hear of whom. A channel is subscribed once, for all of them. */
import { type Bus, channelOf } from './bus.ts';

interface Channel<Session> {
  readonly sessions: Set<Session>;
  readonly ready: Promise<unknown>;
}

export interface Watchers<Session> {
  /** @returns when everything is subscribed */
  watch(session: Session, users: readonly number[]): Promise<unknown>;
  unwatch(session: Session, users: readonly number[]): void;
  /** It goes, and hears of nobody any more. */
  forget(session: Session): void;
  of(user: number): ReadonlySet<Session>;
  watchedBy(session: Session): ReadonlySet<number>;
  readonly channels: Iterable<number>;
  /** How many a connection holds, over all connections; and channels at Redis now, and asked for since the start. */
  readonly held: { wishes: number; channels: number; subscribed: number; unsubscribed: number };
}

export function openWatchers<Session>(bus: Bus): Watchers<Session> {
  const channels = new Map<number, Channel<Session>>();
  const wishes = new Map<Session, Set<number>>();
  const held = { wishes: 0, channels: 0, subscribed: 0, unsubscribed: 0 };
  const nobody: ReadonlySet<never> = new Set<never>();

  function unwatch(session: Session, users: readonly number[]): void {
    const wished = wishes.get(session);
    const idle: number[] = [];
    for (const user of users) {
      if (!wished?.delete(user)) continue;
      held.wishes -= 1;
      const sessions = channels.get(user)?.sessions;
      sessions?.delete(session);
      if (sessions?.size === 0) idle.push(user);
    }
    if (idle.length === 0) return;
    for (const user of idle) channels.delete(user);
    held.channels -= idle.length;
    held.unsubscribed += idle.length;
    void bus.unsubscribe(idle.map(channelOf));
  }

  return {
    async watch(session, users) {
      const wished = wishes.get(session) ?? new Set();
      wishes.set(session, wished);
      const wanted = users.filter((user) => !wished.has(user));
      const fresh = wanted.filter((user) => !channels.has(user));
      if (fresh.length > 0) {
        held.channels += fresh.length;
        held.subscribed += fresh.length;
        const ready = bus.subscribe(fresh.map(channelOf));
        for (const user of fresh) channels.set(user, { sessions: new Set(), ready });
      }
      for (const user of wanted) {
        wished.add(user);
        channels.get(user)?.sessions.add(session);
      }
      held.wishes += wanted.length;
      // Somebody else's SUBSCRIBE may still be on its way.
      await Promise.all(wanted.map((user) => channels.get(user)?.ready));
    },
    unwatch,
    forget(session) {
      unwatch(session, [...(wishes.get(session) ?? [])]);
      wishes.delete(session);
    },
    of: (user) => channels.get(user)?.sessions ?? nobody,
    watchedBy: (session) => wishes.get(session) ?? nobody,
    get channels() {
      return channels.keys();
    },
    held,
  };
}
