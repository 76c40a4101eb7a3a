import type { DayCounts } from '../data.ts';
import type { Played } from './play.ts';

/** What goes into the record of a day that was played. */
export function dayOf({
  arrivals,
  held,
  counters,
  due,
  missed,
  strangers,
  connects,
  reports,
  came,
}: Played): DayCounts {
  const { online, channels, idle, onScreen, stale, inRange } = held;
  const { subscribed, unsubscribed, controls, received, pushed } = counters;
  return {
    ...{ connects, reports, due, missed, strangers },
    ...{ arrivalsSeen: arrivals.seen, arrivalsNever: arrivals.never },
    ...{ online, channels, idle, onScreen, stale, inRange },
    ...{ subscribed, unsubscribed, controls, delivered: received, pushed, came },
  };
}
