/**
 * What all of HAProxy's strategies share: which servers of a backend are in use.
 *
 * HAProxy looks at its servers itself (`check`) and takes a dead one out of the farm, so a crashed server is
 * the same as one that is down once the check has failed (by default three times, two seconds apart). Weight
 * 0 and the state `drain` are nearly the same: no new clients, but those with a cookie or a stick-table entry
 * may still come. `maint` takes nobody.
 *
 * Source: https://docs.haproxy.org/2.6/configuration.html#5.2-weight and #5.2-backup,
 * https://docs.haproxy.org/2.6/management.html ("set server <b>/<s> state")
 * Until a check has noticed, see `unnoticed` in strategies.ts.
 * Left out: slowstart, maxconn and the queues, `option allbackups`.
 */
import { type Change, refuse, type Server } from '../balancing.ts';

/** A new process begins with empty tables and counts; what is told to a running one changes no others. */
export function forgets(change: Change | undefined): boolean {
  return change === 'list';
}

/** The positions of the servers that take new clients; the first usable backup when there are none. */
export function serversInUse(servers: readonly Server[]): number[] {
  checkBackend(servers);
  const usable = [...servers.keys()].filter((index) => {
    const server = servers[index] as Server;
    return server.state === 'up' && server.weight > 0;
  });
  const main = usable.filter((index) => !servers[index]?.backup);
  return main.length > 0 ? main : usable.slice(0, 1);
}

/** A cookie or a stick table may name servers that take no new clients any more. */
export function takesReturning({ state }: Server): boolean {
  return state === 'up' || state === 'drain';
}

function checkBackend(servers: readonly Server[]): void {
  for (const { host, port, weight } of servers) {
    if (Number.isInteger(weight) && weight >= 0 && weight <= 256) continue;
    refuse(
      {
        ko: `HAProxy 서버 ${host}:${port}의 weight ${weight} 값을 쓸 수 없어요.`,
        en: `HAProxy server ${host}:${port} cannot have weight ${weight}.`,
      },
      {
        ko: 'HAProxy의 weight는 0부터 256까지의 정수예요.',
        en: 'A weight in HAProxy is a whole number from 0 to 256.',
      },
      {
        ko: '새 요청을 받지 않게 하려면 0을 쓰세요. drain과 거의 같은 뜻이에요.',
        en: 'Use 0 to send it nothing new: that is nearly the same as drain.',
      },
    );
  }
}
