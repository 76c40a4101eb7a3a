/**
 * HAProxy `balance source` (hash-type map-based, the default): remainder of the address.
 *
 * The servers in use are laid out in a table with one slot for each unit of weight; the client's address,
 * read as one number, modulo the length of the table is the slot. With equal weights that is simply
 * address mod N, so neighbours in one /24 spread out evenly.
 * The table holds only servers that are up: when one fails, N changes and nearly everybody moves, not only
 * its own clients. `hash-type map-based djb2` and the like change nothing here: `source` does not apply the
 * hash function that is named.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#4-balance and #4-hash-type
 * Left out: `avalanche`, and hashes of anything but the client's address.
 */
import type { Client, Server, Strategy } from '../balancing.ts';
import { addressNumber } from './haproxy-address.ts';
import { serversInUse } from './haproxy-servers.ts';

export const haproxySource: Strategy = (servers) => {
  const table = slots(servers, serversInUse(servers));
  if (table.length === 0) return { pick: () => -1 };
  return { pick: ({ address }: Client) => table[addressNumber(address) % table.length] as number };
};

/**
 * Fills the table so that a heavy server's slots lie apart. Every server saves up its weight at each slot;
 * whoever has the most whole multiples of the total saved takes the slot and pays the total.
 */
function slots(servers: readonly Server[], inUse: readonly number[]): Int32Array {
  const weights = inUse.map((index) => servers[index]?.weight as number);
  const divisor = weights.reduce(greatestCommonDivisor, 0);
  const shares = weights.map((weight) => weight / divisor);
  const total = shares.reduce((sum, share) => sum + share, 0);
  const saved = shares.map(() => 0);
  return Int32Array.from({ length: total }, () => {
    let best = 0;
    let most = Number.NEGATIVE_INFINITY;
    for (const [at, share] of shares.entries()) {
      saved[at] = (saved[at] as number) + share;
      const multiples = Math.trunc(((saved[at] as number) + total) / total);
      if (multiples <= most) continue;
      best = at;
      most = multiples;
    }
    saved[best] = (saved[best] as number) - total;
    return inUse[best] as number;
  });
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
