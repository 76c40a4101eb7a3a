/**
 * HAProxy `stick-table type ip` with `stick on src`: HAProxy remembers in its own memory which server each
 * address was given. No cookie is needed. A server that is taken out by the admin socket leaves the table as it is; a
 * reload, as it takes to add a server to the file, empties it, unless a section `peers` hands the table to the new
 * process: then all known addresses stay where they were after 3 → 4. Its weak side is the address itself: NAT piles up, phones move.
 *
 * When the remembered server is down, round robin chooses and the table remembers the new one. A server in
 * `drain` still receives the addresses that the table gives it.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#4-stick-table and #4-stick%20on
 * Left out: `size` and `expire`. `type ip` holds
 * IPv4 only: an IPv6 client is not remembered.
 */
import type { Client, Strategy } from '../balancing.ts';
import { createHaproxyRoundrobin } from './haproxy-roundrobin.ts';
import { forgets, takesReturning } from './haproxy-servers.ts';

/** @param peers whether a section `peers` hands the table to the process that comes next */
export function createHaproxyStickTable(peers: boolean): Strategy {
  const table = new Map<number, { name: string; id: number }>();
  const turns = createHaproxyRoundrobin();
  return (servers, change) => {
    if (forgets(change) && !peers) table.clear();
    const roundrobin = turns(servers, change);
    const names = servers.map(({ host, port }) => `${host}:${port}`);

    function pick(client: Client): number {
      if (typeof client.address !== 'number') return roundrobin.pick(client);
      const address = client.address | 0;
      const known = placeOf(table.get(address), names);
      if (servers[known] && takesReturning(servers[known])) return known;
      const index = roundrobin.pick(client);
      if (index !== -1) table.set(address, { name: names[index] as string, id: index });
      return index;
    }
    return { pick };
  };
}

/** The server of that name; where its line is gone, whoever has its place in the list now. */
function placeOf(entry: { name: string; id: number } | undefined, names: readonly string[]): number {
  if (!entry) return -1;
  const named = names.indexOf(entry.name);
  return named === -1 ? entry.id : named;
}
