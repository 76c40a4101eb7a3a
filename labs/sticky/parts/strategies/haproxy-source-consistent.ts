/**
 * HAProxy `balance source` with `hash-type consistent`: a ring, like nginx's, with two differences.
 *
 * - A server owns only 16 points for each unit of weight, and the default weight is 1: sixteen points
 *   make uneven arcs. Weight 100 for all makes it even.
 * - The *nearer* of the two neighbouring points wins, not the next one clockwise.
 *
 * The points come from the server's position in the list (its id), not from its address: delete a line in
 * the middle and all the servers after it change their places.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#4-hash-type
 * Left out: hash-balance-factor; `hash-key` and `hash-preserve-affinity` of HAProxy 3.
 */
import type { Client, Strategy } from '../balancing.ts';
import { addressNumber } from './haproxy-address.ts';
import { serversInUse } from './haproxy-servers.ts';
import { createRing, firstAtOrAfter, type Ring } from './ring.ts';

const pointsPerWeight = 16;
/** Numbers of points are kept apart by this factor: the points of server 1 are 4096, 4097, … before mixing. */
const pointsPerServer = 4096;

export const haproxySourceConsistent: Strategy = (servers) => {
  const inUse = serversInUse(servers);
  if (inUse.length === 0) return { pick: () => -1 };
  const ring = createRing(
    servers.map((server, index) => {
      const count = inUse.includes(index) ? pointsPerWeight * server.weight : 0;
      return Array.from({ length: count }, (_, point) => avalanche((index + 1) * pointsPerServer + point));
    }),
  );
  return { pick: ({ address }: Client) => nearestOwner(ring, avalanche(addressNumber(address))) };
};

/** Distances are taken round the ring; at the same distance the point before the place wins. */
function nearestOwner(ring: Ring, place: number): number {
  const { places, owners } = ring;
  const after = firstAtOrAfter(ring, place);
  const before = after === 0 ? places.length - 1 : after - 1;
  const toAfter = ((places[after] as number) - place) >>> 0;
  const toBefore = (place - (places[before] as number)) >>> 0;
  return owners[toBefore <= toAfter ? before : after] as number;
}

/** Bob Jenkins' six-step mix of a 32-bit number, and a multiplication: close inputs end up far apart. */
export function avalanche(input: number): number {
  let a = input;
  a = (a + 0x7ed55d16 + (a << 12)) | 0;
  a = a ^ 0xc761c23c ^ (a >>> 19);
  a = (a + 0x165667b1 + (a << 5)) | 0;
  a = ((a + 0xd3a2646c) | 0) ^ (a << 9);
  a = (a + 0xfd7046c5 + (a << 3)) | 0;
  a = a ^ 0xb55a4f09 ^ (a >>> 16);
  return Math.imul(a, 3_221_225_473) >>> 0;
}
