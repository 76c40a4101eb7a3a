/**
 * nginx `sticky cookie` (in the open-source edition since 1.29.6): nginx itself gives each client a cookie
 * that names its server, the hexadecimal MD5 of the server's address and port.
 *
 * The cookie is a wish, not an order: if that server is down or has failed, the method below it (here round
 * robin) chooses, and the answer carries a new cookie for the server that was really used. A server in
 * `drain` still receives the clients whose cookie names it, and no others. A request that follows its cookie
 * counts as a turn of its server, so it has a say in where the next new client goes (see nginx-round-robin.ts). The documentation does not speak of
 * that; it is how 1.31.5 behaves by its published source, and `--prove` puts it to the test from 1.29.6 on.
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
    return usable ? index : -1;
  }

  function pick(client: Client): number {
    const index = nextInTurn(named(client));
    if (index !== -1) client.cookies?.set(cookieName, values[index] as string);
    return index;
  }
  return { pick };
};
