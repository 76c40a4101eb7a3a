// Who is here. Every connection has a seat in its room, and every server a lease on all of its seats: a server that dies
// says goodbye for nobody, so the others do it as soon as its lease has run out.
import type { Store } from './store.ts';

export interface PresenceTimes {
  readonly leaseMs: number;
  readonly renewMs: number;
  /** Whoever reloads a page is back by then, and nobody has seen them go. */
  readonly leaveAfterMs: number;
}

/** Ghosts go 7 to 9 s after a kill -9: the lease has 6 to 8 s left, and somebody looks every second. */
export const defaultPresence: PresenceTimes = { leaseMs: 8_000, renewMs: 1_000, leaveAfterMs: 5_000 };

type Seat = readonly [room: string, connection: string, user: string];

export interface Presence {
  enter(...seat: Seat): Promise<void>;
  leave(...seat: Seat): void;
  close(): Promise<void>;
}

export async function openPresence(store: Store, server: string, times: PresenceTimes): Promise<Presence> {
  /** Of each room: user by connection. */
  const rooms = new Map<string, Map<string, string>>();
  const leaving = new Map<NodeJS.Timeout, Seat>();
  let looking = false;

  function* seats(): Iterable<Seat> {
    for (const [room, taken] of rooms) for (const [connection, user] of taken) yield [room, connection, user];
  }

  async function sit(seat: Seat): Promise<void> {
    const [room, connection, user] = seat;
    await store.seats.add(server, JSON.stringify(seat));
    if (await store.enter(room, connection, user)) await store.announce(room, { t: 'came', room, user });
  }

  async function rise([room, connection, user]: Seat): Promise<void> {
    if (await store.exit(room, connection, user)) await store.announce(room, { t: 'went', room, user });
  }

  async function leaveNow(seat: Seat): Promise<void> {
    await rise(seat);
    await store.seats.remove(server, JSON.stringify(seat));
  }

  async function look(): Promise<void> {
    const { isNew, dead } = await store.lease(server, times.leaseMs);
    if (isNew) for (const seat of [...seats()]) await sit(seat);
    for (const other of dead) {
      for (const seat of await store.seats.of(other)) await rise(JSON.parse(seat));
      await store.seats.forget(other);
    }
  }

  await look(); // No seat without a lease: whoever dies in its first second would be missed by nobody.
  const timer = setInterval(async () => {
    if (looking) return;
    looking = true;
    await look().catch(() => {}); // Redis is away: the next look comes soon, and a lease that ran out is renewed by it.
    looking = false;
  }, times.renewMs);

  return {
    async enter(...seat) {
      const [room, connection, user] = seat;
      const taken = rooms.get(room) ?? new Map();
      rooms.set(room, taken.set(connection, user));
      await sit(seat);
    },
    leave(...seat) {
      const [room, connection] = seat;
      const taken = rooms.get(room);
      if (!taken?.delete(connection)) return;
      if (taken.size === 0) rooms.delete(room);
      const late = setTimeout(() => {
        leaving.delete(late);
        leaveNow(seat).catch(() => {}); // It goes with our lease at the latest.
      }, times.leaveAfterMs);
      leaving.set(late, seat);
    },
    async close() {
      clearInterval(timer);
      for (const late of leaving.keys()) clearTimeout(late);
      const all = [...seats(), ...leaving.values()];
      rooms.clear(); // Who leaves from now on has left already.
      await Promise.all(all.map((seat) => leaveNow(seat))).catch(() => {});
      await store.seats.forget(server).catch(() => {});
    },
  };
}
