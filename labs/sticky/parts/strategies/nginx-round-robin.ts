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

export const nginxRoundRobin: Strategy = (servers) => {
  const nextInTurn = inTurn(nginxPeers(servers, 'round robin', 'backup'));
  return { pick: () => nextInTurn() };
};

/**
 * Returns a function that gives the next server in turn. The hash methods fall back on it, too. A `wished` server
 * goes first where it belongs to the group that is in use: a backup waits, whoever wishes for it.
 */
export function inTurn(peers: NginxPeers): (wished?: number) => number {
  const turn = smoothTurn(peers);
  const groups = serverGroups(peers);
  return (wished = -1) => {
    for (const group of groups) {
      let first = wished !== -1 && group.includes(wished) ? wished : -1;
      for (;;) {
        const index = turn(group, peers.eligible, first);
        if (index === -1) break;
        if (peers.answers(index)) return index;
        first = -1;
      }
    }
    return -1;
  };
}

/**
 * One step of the smooth order among the group's servers that have a 1 in `candidates`; -1 if none has.
 *
 * A `wished` server wins whatever its score is, and pays as every winner does, so that the new clients go to the
 * others. But one that still owes a whole turn is let off: otherwise a single busy client could run up such a debt
 * that its server would see no new client for a long time.
 */
export function smoothTurn(
  peers: NginxPeers,
): (group: Int32Array, candidates: Uint8Array, wished?: number) => number {
  const { weight, effectiveWeight } = peers;
  const score = new Int32Array(effectiveWeight.length);

  function owesTurn(group: Int32Array, index: number): boolean {
    const total = group.reduce((sum, one) => sum + (weight[one] as number), 0);
    return (score[index] as number) <= (weight[index] as number) - total;
  }

  return (group, candidates, wished = -1) => {
    if (wished !== -1 && owesTurn(group, wished)) return wished;
    let best = -1;
    let handedOut = 0;
    for (const index of group) {
      if (candidates[index] === 0) continue;
      score[index] = (score[index] as number) + (effectiveWeight[index] as number);
      handedOut += effectiveWeight[index] as number;
      if (best === -1 || (score[index] as number) > (score[best] as number)) best = index;
    }
    if (wished !== -1) best = wished;
    if (best !== -1) score[best] = (score[best] as number) - handedOut;
    return best;
  };
}
