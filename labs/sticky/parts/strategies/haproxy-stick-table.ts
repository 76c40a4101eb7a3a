/**
 * HAProxy `stick-table type ip` with `stick on src`: HAProxy remembers in its own memory which server each
 * address was given. No cookie is needed, and the memory survives a change of the servers: after 3 → 4 all
 * known addresses stay where they were. Its weak side is the address itself: NAT piles up, phones move.
 *
 * When the remembered server is down, round robin chooses and the table remembers the new one. A server in
 * `drain` still receives the addresses that the table gives it.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#4-stick-table and #4-stick%20on
 * Left out: `size` and `expire`; the table's loss at a restart (unless `peers` keep a copy). `type ip` holds
 * IPv4 only: an IPv6 client is not remembered.
 */
import type { Client, Strategy } from '../balancing.ts';
import { haproxyRoundrobin } from './haproxy-roundrobin.ts';
import { takesReturning } from './haproxy-servers.ts';

export function createHaproxyStickTable(): Strategy {
  const table = new Map<number, number>();
  return (servers) => {
    const roundrobin = haproxyRoundrobin(servers);

    function pick(client: Client): number {
      if (typeof client.address !== 'number') return roundrobin.pick(client);
      const address = client.address | 0;
      const known = table.get(address) ?? -1;
      if (servers[known] && takesReturning(servers[known])) return known;
      const index = roundrobin.pick(client);
      if (index !== -1) table.set(address, index);
      return index;
    }
    return { pick };
  };
}
