/**
 * nginx `least_conn`: the server with the fewest open connections for its weight; if several have equally
 * few, these take turns in the smooth weighted order. A reload starts the count at zero: whoever is still connected
 * to an old worker is not counted by the new one.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#least_conn
 * Left out: without a `zone` each worker process counts only its own connections, so with four workers this
 * is four least_conn side by side.
 */
import type { Strategy } from '../balancing.ts';
import { createConnectionCount } from './connection-count.ts';
import { forgets, nginxPeers, serverGroups } from './nginx-peers.ts';
import { smoothTurn } from './nginx-round-robin.ts';

export function createNginxLeastConn(): Strategy {
  let count = createConnectionCount();
  return (servers, change) => {
    if (forgets(change)) count = createConnectionCount();
    const connections = count;
    const peers = nginxPeers(servers, 'least_conn', 'backup');
    const { weight, eligible } = peers;
    const turn = smoothTurn(peers);
    const groups = serverGroups(peers);
    const tied = new Uint8Array(servers.length);

    function leastLoaded(group: Int32Array): number {
      tied.fill(0);
      let best = -1;
      let ties = 0;
      for (const index of group) {
        if (eligible[index] === 0) continue;
        const order = best === -1 ? -1 : connections.compare(index, best, weight);
        if (order > 0) continue;
        if (order < 0) {
          tied.fill(0);
          ties = 0;
          best = index;
        }
        tied[index] = 1;
        ties += 1;
      }
      return ties > 1 ? turn(group, tied) : best;
    }

    function pick(): number {
      for (const group of groups) {
        for (;;) {
          const index = leastLoaded(group);
          if (index === -1) break;
          if (!peers.answers(index)) continue;
          connections.opened(index);
          return index;
        }
      }
      return -1;
    }
    return { pick, release: connections.closed };
  };
}
