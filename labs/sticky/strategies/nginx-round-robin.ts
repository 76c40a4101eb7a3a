/**
 * nginx without any directive: smooth weighted round robin.
 *
 * Each server holds a running score. At every request all scores grow by the servers' weights, the highest
 * score wins (the first in the file on a tie), and the winner pays back the sum of what was handed out.
 * Weights 5, 1, 1 give a a b a c a a instead of a a a a a b c: the heavy server is never hit in one long burst.
 * Backup servers take turns among themselves once no other server is left.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#upstream
 * Left out: a server that recovers gets its weight back one by one; here nobody recovers.
 */
import type { Strategy } from '../balancing.ts';
import { type NginxPeers, nginxPeers, serverGroups } from './nginx-peers.ts';

export const nginxRoundRobin: Strategy = (servers) => ({
  pick: inTurn(nginxPeers(servers, 'round robin', 'backup')),
});

/** Answers a function that gives the next server in turn. The hash methods fall back on it, too. */
export function inTurn(peers: NginxPeers): () => number {
  const turn = smoothTurn(peers);
  const groups = serverGroups(peers);
  return () => {
    for (const group of groups) {
      for (;;) {
        const index = turn(group, peers.eligible);
        if (index === -1) break;
        if (peers.answers(index)) return index;
      }
    }
    return -1;
  };
}

/** One step of the smooth order among the group's servers that have a 1 in `candidates`; -1 if none has. */
export function smoothTurn(peers: NginxPeers): (group: Int32Array, candidates: Uint8Array) => number {
  const { effectiveWeight } = peers;
  const score = new Int32Array(effectiveWeight.length);
  return (group, candidates) => {
    let best = -1;
    let handedOut = 0;
    for (const index of group) {
      if (candidates[index] === 0) continue;
      score[index] = (score[index] as number) + (effectiveWeight[index] as number);
      handedOut += effectiveWeight[index] as number;
      if (best === -1 || (score[index] as number) > (score[best] as number)) best = index;
    }
    if (best !== -1) score[best] = (score[best] as number) - handedOut;
    return best;
  };
}
