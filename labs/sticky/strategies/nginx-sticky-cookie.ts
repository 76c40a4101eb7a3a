/**
 * nginx `sticky cookie` (in the open-source edition since 1.29.6): nginx itself gives each client a cookie
 * that names its server, the hexadecimal MD5 of the server's address and port.
 *
 * The cookie is a wish, not an order: if that server is down or has failed, the method below it (here round
 * robin) chooses, and the answer carries a new cookie for the server that was really used. A server in
 * `drain` still receives the clients whose cookie names it, and no others.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#sticky
 * Left out: `sticky route`, `sticky learn`, and expiry.
 */
import { createHash } from 'node:crypto';
import type { Client, Strategy } from '../balancing.ts';
import { nginxPeers } from './nginx-peers.ts';
import { inTurn } from './nginx-round-robin.ts';

const cookieName = 'srv_id';

export const nginxStickyCookie: Strategy = (servers) => {
  const peers = nginxPeers(servers, 'sticky', 'backup');
  const nextInTurn = inTurn(peers);
  const values = servers.map(({ host, port }) => createHash('md5').update(`${host}:${port}`).digest('hex'));
  const serverOf = new Map(values.map((value, index) => [value, index]));

  function named({ cookies }: Client): number {
    const index = serverOf.get(cookies?.get(cookieName) ?? '') ?? -1;
    if (index === -1) return -1;
    const usable = peers.eligible[index] === 1 || servers[index]?.state === 'drain';
    return usable && peers.answers(index) ? index : -1;
  }

  function pick(client: Client): number {
    const wished = named(client);
    const index = wished === -1 ? nextInTurn() : wished;
    if (index !== -1) client.cookies?.set(cookieName, values[index] as string);
    return index;
  }
  return { pick };
};
