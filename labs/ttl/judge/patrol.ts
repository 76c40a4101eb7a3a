// Redis' own rule as a sum (redis/src/expire.c): a model, and always shown as one.
import type { LagArm } from '../data.ts';

/** Keys looked at in one go, and the dead part of them up to which Redis leaves it at that. */
export const keysPerLook = 20;
const stopsUpTo = 0.1;

/** What the patrol of a crowd comes to, at the default effort. */
export interface Patrol {
  readonly keysPerSecond: number;
  /** Once over all keys. */
  readonly roundMs: number;
  /** The events that come in this time, if the dead are spread evenly. */
  eventsWithin(ms: number): number;
}

/** Null where more than a tenth is dead: then Redis goes straight on, and this sum says nothing. */
export function patrolOf({ hz, others, silent }: LagArm): Patrol | null {
  const keys = others + silent;
  if (silent / keys > stopsUpTo) return null;
  const keysPerSecond = hz * keysPerLook;
  return {
    keysPerSecond,
    roundMs: (keys / keysPerSecond) * 1e3,
    eventsWithin: (ms) => Math.min(silent, ((keysPerSecond * ms) / 1e3) * (silent / keys)),
  };
}
