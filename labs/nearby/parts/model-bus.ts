// The same without a network: a model. Everything arrives at once and nothing is ever lost on the way, so what is missed
// here is missed by the strategy.
import type { Bus, Store } from './bus.ts';

/** What a Redis holds at a moment: so many of each. */
export interface Holds {
  /** Channels that somebody is subscribed to, and subscriptions: each location server has its own. */
  readonly channels: number;
  readonly subscriptions: number;
  readonly places: number;
  /** Sets of the reverse index, and the people in them. */
  readonly listerSets: number;
  readonly listers: number;
}

/** One Redis; each location server takes a bus of its own from it. */
export function modelRedis(nowMs: () => number, ttlMs: number) {
  const listeners = new Map<string, Set<(channel: string, text: string) => void>>();
  const places = new Map<number, { readonly text: string; readonly endsMs: number }>();
  const listers = new Map<number, Set<number>>();

  function bus(): Bus {
    let listener: (channel: string, text: string) => void = () => {};
    const hear = (channel: string, text: string) => listener(channel, text);
    return {
      async subscribe(channels) {
        for (const channel of channels)
          listeners.set(channel, (listeners.get(channel) ?? new Set()).add(hear));
      },
      async unsubscribe(channels) {
        for (const channel of channels) {
          const heard = listeners.get(channel);
          heard?.delete(hear);
          if (heard?.size === 0) listeners.delete(channel);
        }
      },
      publish(channel, text) {
        for (const heard of [...(listeners.get(channel) ?? [])]) heard(channel, text);
      },
      onMessage(listen) {
        listener = listen;
      },
    };
  }

  const store: Store = {
    put: (user, text) => void places.set(user, { text, endsMs: nowMs() + ttlMs }),
    async get(users) {
      return users.map((user) => {
        const kept = places.get(user);
        return kept && kept.endsMs > nowMs() ? kept.text : null;
      });
    },
    remove: (user) => void places.delete(user),
    listersOf: async (user) => [...(listers.get(user) ?? [])],
    addListers(user, added) {
      const known = listers.get(user);
      if (!known) listers.set(user, new Set(added));
      else for (const lister of added) known.add(lister);
    },
    removeLister: (user, lister) => void listers.get(user)?.delete(lister),
  };
  const sizesOf = (sets: Iterable<ReadonlySet<unknown>>) =>
    [...sets].reduce((sum, { size }) => sum + size, 0);
  const holds = (): Holds => ({
    channels: listeners.size,
    subscriptions: sizesOf(listeners.values()),
    places: [...places.values()].filter(({ endsMs }) => endsMs > nowMs()).length,
    listerSets: [...listers.values()].filter(({ size }) => size > 0).length, // Redis keeps no empty set.
    listers: sizesOf(listers.values()),
  });
  return { bus, store, holds };
}
