/**
 * nginx `random`: each request goes to a random server, a heavy one more often.
 * A draw that hits a server out of use is thrown away; after 20 such draws nginx falls back on round robin.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#random
 * Left out: nginx's own generator of chance, so the single picks cannot be compared, only their shares.
 */
import type { Random } from '../../../../src/kit/run.ts';
import type { Strategy } from '../balancing.ts';
import { nginxPeers, serverAtWeight } from './nginx-peers.ts';
import { inTurn } from './nginx-round-robin.ts';

export function createNginxRandom(random: Random): Strategy {
  return (servers) => {
    const peers = nginxPeers(servers, 'random', 'no backup');
    const nextInTurn = inTurn(peers);

    function pick(): number {
      for (let misses = 0; misses <= 20; ) {
        const index = serverAtWeight(peers.weight, random.int(peers.totalWeight));
        if (peers.eligible[index] === 0) misses += 1;
        else if (peers.answers(index)) return index;
      }
      return nextInTurn();
    }
    return { pick };
  };
}
