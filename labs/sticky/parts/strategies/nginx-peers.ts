/**
 * What all of nginx's strategies share: the servers of one `upstream` block and what one nginx worker knows of them.
 *
 * nginx has no health checks of its own (the paid edition has). It learns that a server is dead when a
 * connection to it fails: with the defaults max_fails=1 and fail_timeout=10s one failure is enough, the
 * request goes on to another server (proxy_next_upstream) and the dead one is left alone for ten seconds.
 *
 * Source: https://nginx.org/en/docs/http/ngx_http_upstream_module.html#server
 * Left out: the clock, so the ten seconds never end here; max_conns; slow_start; resolve; and that every
 * worker process keeps its own state unless the block has a `zone`: this is nginx with one worker.
 */
import { type Change, refuse, type Server } from '../balancing.ts';

export interface NginxPeers {
  readonly servers: readonly Server[];
  readonly weight: Int32Array;
  readonly totalWeight: number;
  /** The weight as it counts in round robin: a failure lowers it. */
  readonly effectiveWeight: Int32Array;
  /** 1 while nginx would send a request there. */
  readonly eligible: Uint8Array;
  /** Tries to connect. A failure makes the server ineligible. */
  answers(index: number): boolean;
}

/** A new worker process begins with what stands in its configuration: counts, turns and failures are forgotten. */
export function forgets(change: Change | undefined): boolean {
  return change === 'list' || change === 'state';
}

/** `backup` says whether the method accepts backup servers; ip_hash, hash and random do not. */
export function nginxPeers(
  servers: readonly Server[],
  method: string,
  backup: 'backup' | 'no backup',
): NginxPeers {
  checkUpstream(servers, method, backup);
  const weight = Int32Array.from(servers, (server) => server.weight);
  const effectiveWeight = weight.slice();
  const crashed = Uint8Array.from(servers, (server) => (server.state === 'crashed' ? 1 : 0));
  const eligible = Uint8Array.from(servers, (server) =>
    server.state === 'up' || server.state === 'crashed' ? 1 : 0,
  );

  function answers(index: number): boolean {
    if (crashed[index] === 0) return true;
    eligible[index] = 0;
    effectiveWeight[index] = 0; // lowered by weight / max_fails, and max_fails is 1
    return false;
  }

  const totalWeight = weight.reduce((sum, one) => sum + one, 0);
  return { servers, weight, totalWeight, effectiveWeight, eligible, answers };
}

/** The servers in the order nginx turns to them: first those of the first group, and the backups after them. */
export function serverGroups({ servers }: NginxPeers): readonly Int32Array[] {
  const positions = Int32Array.from(servers.keys());
  return [
    positions.filter((index) => !servers[index]?.backup),
    positions.filter((index) => servers[index]?.backup),
  ];
}

/** A number below the total weight belongs to the server in whose stretch of the list it falls. */
export function serverAtWeight(weight: Int32Array, point: number): number {
  let index = 0;
  let rest = point - (weight[0] as number);
  while (rest >= 0) {
    index += 1;
    rest -= weight[index] as number;
  }
  return index;
}

function checkUpstream(servers: readonly Server[], method: string, backup: 'backup' | 'no backup'): void {
  for (const { host, port, weight } of servers) {
    if (Number.isInteger(weight) && weight >= 1) continue;
    refuse(
      {
        ko: `nginx 서버 ${host}:${port}의 weight=${weight} 값을 쓸 수 없어요.`,
        en: `nginx server ${host}:${port} cannot have weight=${weight}.`,
      },
      { ko: 'nginx의 weight는 1 이상의 정수예요.', en: 'A weight in nginx is a whole number of at least 1.' },
      { ko: '요청을 보내지 않으려면 down 상태로 두세요.', en: 'To send it nothing, mark the server down.' },
    );
  }
  if (backup === 'no backup' && servers.some((server) => server.backup)) {
    refuse(
      {
        ko: `nginx ${method}에는 backup 서버를 둘 수 없어요.`,
        en: `nginx ${method} takes no backup server.`,
      },
      {
        ko: '이 분산 방식은 backup 매개변수를 지원하지 않아요.',
        en: 'This balancing method does not support the parameter "backup".',
      },
      { ko: 'backup을 빼거나 least_conn을 써 보세요.', en: 'Leave backup out, or use least_conn.' },
    );
  }
  if (servers.every((server) => server.backup)) {
    refuse(
      { ko: 'nginx upstream에 서버가 없어요.', en: 'The nginx upstream has no server.' },
      { ko: 'backup이 아닌 서버가 하나는 있어야 해요.', en: 'At least one server must not be a backup.' },
      { ko: '서버를 하나 이상 넣으세요.', en: 'Add a server.' },
    );
  }
}
