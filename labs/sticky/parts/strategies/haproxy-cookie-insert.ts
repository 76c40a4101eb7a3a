/**
 * HAProxy `cookie SRV insert indirect nocache`: HAProxy gives each client a cookie with its server's name and
 * sends whoever shows it back to that server. The address plays no part: a phone that changes networks stays,
 * an office behind one NAT address spreads out. A client that keeps no cookies is never sticky.
 *
 * If the cookie is missing, unknown, or names a server that is down, round robin chooses and the answer
 * carries a new cookie: the client does not go back when the old server recovers. A server in `drain` still
 * receives those whose cookie names it, so with this method alone a drain never ends for loyal clients.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#4-cookie
 * Left out: maxidle, maxlife, `dynamic`, `prefix`, `rewrite`.
 */
import type { Client, Server, Strategy } from '../balancing.ts';
import { createHaproxyRoundrobin } from './haproxy-roundrobin.ts';
import { takesReturning } from './haproxy-servers.ts';

const cookieName = 'SRV';

export function createHaproxyCookieInsert(): Strategy {
  const turns = createHaproxyRoundrobin();
  return (servers, change) => {
    const roundrobin = turns(servers, change);
    const values = servers.map(({ host, port }) => `${host}:${port}`);
    const serverOf = new Map(values.map((value, index) => [value, index]));

    function pick(client: Client): number {
      const named = serverOf.get(client.cookies?.get(cookieName) ?? '');
      if (named !== undefined && takesReturning(servers[named] as Server)) return named;
      const index = roundrobin.pick(client);
      if (index !== -1) client.cookies?.set(cookieName, values[index] as string);
      return index;
    }
    return { pick };
  };
}
