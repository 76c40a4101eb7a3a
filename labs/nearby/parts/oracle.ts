// It knows the world and sees the screens, so it can say what should have been on them and was not. It asks no server
// and no clock: a report is on its way or missed by what came after it, so a busy machine changes nothing.
import type { Friends } from './friends.ts';

/** What somebody should see of one friend, from their own connecting (or the friendship's beginning) on. */
interface Sight {
  readonly firstDue: number;
  lastDue: number;
  /** The newest report that the first screen brought along. */
  covered: number;
  /** Of those after it: how many came, and the newest. */
  seen: number;
  lastSeen: number;
  /** When the friend connected while I was there already, until I see them. */
  arrivedMs: number | null;
}

export interface OracleCounts {
  /** Reports of friends that a connected phone should have been shown. */
  readonly due: number;
  readonly missed: number;
  /** Reports of somebody who is no friend any more. */
  readonly strangers: number;
  /** Friends who came while somebody was there: seen, or not before one of the two went. */
  readonly arrivals: { readonly seen: number; readonly never: number };
}

export interface Oracle {
  connects(user: number, n: number, nowMs: number): void;
  reports(user: number, n: number): void;
  /** The phone is heard no more, and looks no more. */
  goes(user: number): void;
  befriend(a: number, b: number): void;
  unfriend(a: number, b: number): void;
  firstScreen(viewer: number, friends: readonly Seen[], nowMs: number): void;
  shown(viewer: number, friend: Seen, nowMs: number): void;
  /** Call it when everything has arrived. */
  counts(): OracleCounts;
}

interface Seen {
  readonly user: number;
  readonly n: number;
}

/** @param onArrival is told how long it took until a friend who came was seen */
export function openOracle(
  friends: Pick<Friends, 'of' | 'are'>,
  onArrival: (tookMs: number) => void = () => {},
): Oracle {
  const viewers = new Map<number, Map<number, Sight>>();
  /** The newest report of each user. */
  const newest = new Map<number, number>();
  /** Who is no friend any more, and their newest report then. */
  const former = new Map<string, number>();
  const total = { due: 0, missed: 0, strangers: 0, seen: 0, never: 0 };

  function sent(user: number, n: number, arrivedMs: number | null): void {
    newest.set(user, n);
    for (const lister of friends.of(user)) {
      const sights = viewers.get(lister);
      const sight = sights?.get(user);
      if (sight) {
        sight.lastDue = n;
        sight.arrivedMs = arrivedMs ?? sight.arrivedMs;
      } else sights?.set(user, { firstDue: n, lastDue: n, covered: 0, seen: 0, lastSeen: 0, arrivedMs });
    }
  }

  /** @param isOver whether everything has arrived; else the newest report may still be on its way, and is not due */
  function settle(sight: Sight, isOver: boolean): void {
    const { firstDue, lastDue, covered, seen, lastSeen } = sight;
    const isOnItsWay = !isOver && Math.max(covered, lastSeen) < lastDue;
    const last = isOnItsWay ? lastDue - 1 : lastDue;
    const due = last - firstDue + 1;
    const onFirstScreen = Math.max(0, Math.min(covered, last) - firstDue + 1);
    total.due += due;
    total.missed += Math.max(0, due - onFirstScreen - seen);
    if (due > 0) neverArrived(sight);
  }

  function neverArrived(sight: Sight): void {
    if (sight.arrivedMs !== null) total.never += 1;
    sight.arrivedMs = null;
  }

  function arrived(sight: Sight, nowMs: number): void {
    if (sight.arrivedMs === null) return;
    onArrival(nowMs - sight.arrivedMs);
    total.seen += 1;
    sight.arrivedMs = null;
  }

  return {
    connects(user, n, nowMs) {
      sent(user, n, nowMs);
      viewers.set(user, new Map());
    },
    reports: (user, n) => sent(user, n, null),
    goes(user) {
      for (const sight of viewers.get(user)?.values() ?? []) settle(sight, false);
      viewers.delete(user);
      for (const friend of friends.of(user)) {
        const sights = viewers.get(friend);
        const sight = sights?.get(user);
        if (!sight) continue;
        // Came and went before anybody could look.
        if (sight.arrivedMs !== null && sight.lastDue === sight.firstDue) sights?.delete(user);
        else neverArrived(sight);
      }
    },
    befriend(a, b) {
      for (const pair of [keyOf(a, b), keyOf(b, a)]) former.delete(pair);
    },
    unfriend(a, b) {
      for (const [viewer, friend] of [
        [a, b],
        [b, a],
      ] as const) {
        former.set(keyOf(viewer, friend), newest.get(friend) ?? 0);
        const sights = viewers.get(viewer);
        const sight = sights?.get(friend);
        if (sight) settle(sight, false);
        sights?.delete(friend);
      }
    },
    firstScreen(viewer, list, nowMs) {
      for (const { user, n } of list) {
        const sight = viewers.get(viewer)?.get(user);
        if (!sight) continue; // Nothing of theirs is due yet.
        sight.covered = Math.max(sight.covered, n);
        // What came over the channel before is on the first screen as well: it counts once.
        sight.seen = Math.max(0, sight.lastSeen - sight.covered);
        arrived(sight, nowMs);
      }
    },
    shown(viewer, { user, n }, nowMs) {
      const before = former.get(keyOf(viewer, user));
      // One report after the end may have been on its way.
      if (before !== undefined) total.strangers += n > before + 1 ? 1 : 0;
      const sight = viewers.get(viewer)?.get(user);
      if (!sight || n < sight.firstDue) return;
      arrived(sight, nowMs);
      if (n <= Math.max(sight.covered, sight.lastSeen)) return;
      sight.seen += 1;
      sight.lastSeen = n;
    },
    counts() {
      for (const sights of viewers.values()) for (const sight of sights.values()) settle(sight, true);
      viewers.clear();
      const { seen, never, ...counts } = total;
      return { ...counts, arrivals: { seen, never } };
    },
  };
}

const keyOf = (viewer: number, friend: number): string => `${viewer}>${friend}`;
