// How many connections a given rate of requests needs. Little's law for the pool: rate x the time that one request
// holds a connection is how many are held at a time, on average.
import { inOrder } from './in-order.ts';

/** Larger ones would be a load test of this machine. */
const largest = 128;

/** How many are held at a time. */
export function heldAtATime(perSecond: number, holdingMs: number): number {
  return (perSecond * holdingMs) / 1e3;
}

/** Pools to try: half of what the sum says, as many, and half as many again; none where that is out of reach. */
export function poolsAround(perSecond: number, holdingMs: number): number[] {
  const held = heldAtATime(perSecond, holdingMs);
  if (held > largest) return [];
  return inOrder([held / 2, held, 1.5 * held].map(Math.ceil));
}
