/**
 * nginx `ip_hash`: the client's address decides, without any memory.
 *
 * Of an IPv4 address only the first three octets count, of an IPv6 address all 16 bytes. So one home, one
 * office, one whole /24 network sits on one server: that keeps a user together whose last octet changes, and
 * it piles everybody behind one NAT address on the same server.
 *
 * If the server so found is out of use, the same octets are mixed in again on top of the hash, up to 20
 * times; then round robin decides. A server marked `down` keeps its share of the hash, therefore only *its*
 * clients move. If you delete its line instead, the remainders change and nearly everybody moves.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#ip_hash
 * Left out: backup servers, which nginx refuses here.
 */
import type { Client, Strategy } from '../balancing.ts';
import { nginxPeers, serverAtWeight } from './nginx-peers.ts';
import { inTurn } from './nginx-round-robin.ts';

const differentHashes = 6271;

export const nginxIpHash: Strategy = (servers) => {
  const peers = nginxPeers(servers, 'ip_hash', 'no backup');
  const { weight, totalWeight, eligible } = peers;
  const nextInTurn = inTurn(peers);
  const up = Uint8Array.from(servers, (server) => (server.state === 'up' ? 1 : 0));
  // There are so few hashes that the server of each can be looked up.
  const serverOf = Int32Array.from({ length: differentHashes }, (_, hash) =>
    serverAtWeight(weight, hash % totalWeight),
  );

  function pick({ address }: Client): number {
    const hash = mix(89, address);
    const index = serverOf[hash] as number;
    return up[index] === 1 ? index : pickAnother(hash, address);
  }

  /** The whole rule, for a client whose first server is not simply up. */
  function pickAnother(firstHash: number, address: number | Uint8Array): number {
    if (servers.length === 1) return nextInTurn();
    let hash = firstHash;
    for (let misses = 0; misses <= 20; hash = mix(hash, address)) {
      const index = serverOf[hash] as number;
      if (eligible[index] === 0) misses += 1;
      else if (peers.answers(index)) return index;
    }
    return nextInTurn();
  }
  return { pick };
};

function mix(hash: number, address: number | Uint8Array): number {
  if (typeof address !== 'number') return address.reduce(mixOctet, hash);
  const first = mixOctet(hash, address >>> 24);
  const second = mixOctet(first, (address >>> 16) & 255);
  return mixOctet(second, (address >>> 8) & 255); // the last octet is not looked at
}

function mixOctet(hash: number, octet: number): number {
  return (hash * 113 + octet) % differentHashes;
}
