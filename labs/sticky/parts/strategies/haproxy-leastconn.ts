/**
 * HAProxy `balance leastconn`: the fewest open connections for the weight. Among equals the one whose count
 * changed longest ago goes first, which makes it round robin while nothing is open.
 *
 * A server without connections always comes first; with n of them it stands at (n + 1) × 256 / weight,
 * rounded down.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#4-balance ; the order among equals was worked out
 * and confirmed against HAProxy 2.6.12.
 * Left out: requests waiting in queues (they count as connections), slowstart.
 */
import type { Strategy } from '../balancing.ts';
import { createConnectionCount } from './connection-count.ts';
import { forgets, serversInUse } from './haproxy-servers.ts';

export function createHaproxyLeastconn(): Strategy {
  let memory = { connections: createConnectionCount(), lastChange: [] as number[], changes: 0 };

  return (servers, change) => {
    if (forgets(change)) memory = { connections: createConnectionCount(), lastChange: [], changes: 0 };
    const own = memory;
    const { connections, lastChange } = own;
    const inUse = serversInUse(servers);

    function load(index: number): number {
      const open = connections.of(index);
      return open === 0 ? 0 : Math.floor(((open + 1) * 256) / (servers[index]?.weight as number));
    }

    function changed(index: number): void {
      own.changes += 1;
      lastChange[index] = own.changes;
    }

    function pick(): number {
      let best = -1;
      let bestLoad = Number.POSITIVE_INFINITY;
      for (const index of inUse) {
        const own = load(index);
        const waitedLonger = (lastChange[index] ?? 0) < (lastChange[best] ?? 0);
        if (own > bestLoad || (own === bestLoad && !waitedLonger)) continue;
        best = index;
        bestLoad = own;
      }
      if (best === -1) return -1;
      connections.opened(best);
      changed(best);
      return best;
    }

    function release(index: number): void {
      connections.closed(index);
      changed(index);
    }
    return { pick, release };
  };
}
