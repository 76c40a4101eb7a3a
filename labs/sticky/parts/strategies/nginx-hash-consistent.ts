/**
 * nginx `hash $remote_addr consistent`: the ketama ring.
 *
 * Every server owns 160 points for each unit of weight on a ring of 2^32 places. The client's checksum is a
 * place too; the first point at or after it, going round, names the server. A new server puts its own points
 * between the others and takes only what lies before them: of N + 1 servers about 1/(N + 1) of the clients
 * move. The price is unevenness: arcs between random points are never equally long.
 *
 * The points are made from the *text* of the `server` line: 127.0.0.1:9001 and localhost:9001 are different
 * servers to this ring.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#hash
 * Left out: a name that resolves to several addresses (they share the name's points and take turns).
 */
import type { Client, Server, Strategy } from '../balancing.ts';
import { addressTextBytes, writeAddress } from './address-text.ts';
import { crc32Add, crc32Begin, crc32Finish } from './crc32.ts';
import { nginxPeers } from './nginx-peers.ts';
import { inTurn } from './nginx-round-robin.ts';
import { createRing, firstAtOrAfter, type Ring } from './ring.ts';

const pointsPerWeight = 160;

export const nginxHashConsistent: Strategy = (servers) => {
  const peers = nginxPeers(servers, 'hash', 'no backup');
  const nextInTurn = inTurn(peers);
  const ring = ketamaRing(servers);
  const text = new Uint8Array(addressTextBytes);

  function pick({ address }: Client): number {
    if (servers.length === 1) return nextInTurn();
    const key = crc32Finish(crc32Add(crc32Begin, text, writeAddress(text, address)));
    let at = firstAtOrAfter(ring, key);
    for (let misses = 0; misses <= 20; ) {
      const index = ring.owners[at] as number;
      if (peers.eligible[index] === 0) {
        // On to the next point, which may well be the same dead server's.
        at = (at + 1) % ring.places.length;
        misses += 1;
      } else if (peers.answers(index)) return index;
    }
    return nextInTurn();
  }
  return { pick };
};

export function ketamaRing(servers: readonly Server[]): Ring {
  return createRing(
    servers.map(({ host, port, weight }) => ketamaPoints(host, port, pointsPerWeight * weight)),
  );
}

/** Each point is the checksum of host, a zero byte, port and the four bytes of the point before it. */
function ketamaPoints(host: string, port: number, count: number): number[] {
  const name = crc32Add(crc32Begin, new TextEncoder().encode(`${host}\0${port}`));
  const before = new DataView(new ArrayBuffer(4));
  const bytes = new Uint8Array(before.buffer);
  return Array.from({ length: count }, () => {
    const point = crc32Finish(crc32Add(name, bytes));
    before.setUint32(0, point, true);
    return point;
  });
}
