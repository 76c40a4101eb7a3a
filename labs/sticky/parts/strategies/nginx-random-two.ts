/**
 * nginx `random two least_conn`: two different servers are drawn, and the one with fewer open connections
 * for its weight gets the request; on a tie the one drawn second. Two draws are nearly as even as looking at
 * every server, and many balancers side by side do not all run to the same one.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#random
 * Left out: nginx's own generator of chance, so the single picks cannot be compared, only their shares.
 */
import type { Random } from '../../../../src/kit/run.ts';
import type { Strategy } from '../balancing.ts';
import { createConnectionCount } from './connection-count.ts';
import { forgets, nginxPeers, serverAtWeight } from './nginx-peers.ts';
import { inTurn } from './nginx-round-robin.ts';

export function createNginxRandomTwo(random: Random): Strategy {
  let count = createConnectionCount();
  return (servers, change) => {
    if (forgets(change)) count = createConnectionCount();
    const connections = count;
    const peers = nginxPeers(servers, 'random two', 'no backup');
    const nextInTurn = inTurn(peers);

    /** The less loaded of two draws, or -1 after 20 draws that were of no use. */
    function drawTwo(): number {
      let first = -1;
      for (let misses = 0; misses <= 20; ) {
        const index = serverAtWeight(peers.weight, random.int(peers.totalWeight));
        if (peers.eligible[index] === 0 || index === first) misses += 1;
        else if (first === -1) first = index;
        else return connections.compare(index, first, peers.weight) > 0 ? first : index;
      }
      return -1;
    }

    function pick(): number {
      for (;;) {
        const drawn = drawTwo();
        const index = drawn === -1 ? nextInTurn() : drawn;
        if (index !== -1 && !peers.answers(index)) continue;
        if (index !== -1) connections.opened(index);
        return index;
      }
    }
    return { pick, release: connections.closed };
  };
}
