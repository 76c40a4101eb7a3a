/**
 * nginx `hash $remote_addr`: a checksum of a text chooses the server by remainder. Unlike ip_hash the whole
 * address counts, so the people of one /24 spread out; people behind one NAT address still stay together.
 *
 * 15 bits of CRC-32(text) are the hash. If that server is out of use, "1", "2", … is written before the text
 * and its 15 bits are added, up to 20 times; then round robin decides. As with ip_hash, a server marked
 * `down` keeps its share, and a deleted line moves nearly everybody.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#hash
 * Left out: keys other than the client's address, and the empty key (nginx then takes round robin).
 */
import type { Client, Strategy } from '../balancing.ts';
import { addressTextBytes, writeAddress } from './address-text.ts';
import { crc32Add, crc32Begin, crc32Finish } from './crc32.ts';
import { nginxPeers, serverAtWeight } from './nginx-peers.ts';
import { inTurn } from './nginx-round-robin.ts';

const encoder = new TextEncoder();
const noPrefix = new Uint8Array(0);

export const nginxHash: Strategy = (servers) => {
  const peers = nginxPeers(servers, 'hash', 'no backup');
  const nextInTurn = inTurn(peers);
  const text = new Uint8Array(addressTextBytes);

  function pick({ address }: Client): number {
    if (servers.length === 1) return nextInTurn();
    const length = writeAddress(text, address);
    let hash = 0;
    for (let misses = 0, retry = 0; misses <= 20; retry += 1) {
      const prefix = retry === 0 ? noPrefix : encoder.encode(String(retry));
      const sum = crc32Add(crc32Add(crc32Begin, prefix), text, length);
      hash += (crc32Finish(sum) >>> 16) & 0x7fff;
      const index = serverAtWeight(peers.weight, hash % peers.totalWeight);
      if (peers.eligible[index] === 0) misses += 1;
      else if (peers.answers(index)) return index;
    }
    return nextInTurn();
  }
  return { pick };
};
