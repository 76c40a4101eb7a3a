/** All strategies of this lab, by balancer. */
import type { Random } from '../../src/lab-kit.ts';
import type { Strategy } from './balancing.ts';
import { refuse } from './refusal.ts';
import { albApplicationCookie } from './strategies/alb-application-cookie.ts';
import { albDurationCookie } from './strategies/alb-duration-cookie.ts';
import { haproxyCookieInsert } from './strategies/haproxy-cookie-insert.ts';
import { createHaproxyLeastconn } from './strategies/haproxy-leastconn.ts';
import { haproxyRoundrobin } from './strategies/haproxy-roundrobin.ts';
import { haproxySource } from './strategies/haproxy-source.ts';
import { haproxySourceConsistent } from './strategies/haproxy-source-consistent.ts';
import { createHaproxyStickTable } from './strategies/haproxy-stick-table.ts';
import { nginxHash } from './strategies/nginx-hash.ts';
import { nginxHashConsistent } from './strategies/nginx-hash-consistent.ts';
import { nginxIpHash } from './strategies/nginx-ip-hash.ts';
import { createNginxLeastConn } from './strategies/nginx-least-conn.ts';
import { createNginxRandom } from './strategies/nginx-random.ts';
import { createNginxRandomTwo } from './strategies/nginx-random-two.ts';
import { nginxRoundRobin } from './strategies/nginx-round-robin.ts';
import { nginxStickyCookie } from './strategies/nginx-sticky-cookie.ts';

export interface NamedStrategy {
  readonly id: string;
  readonly balancer: 'nginx' | 'HAProxy' | 'AWS ALB';
  /** As it stands in the configuration file, or in the console of AWS. */
  readonly directive: string;
  /**
   * How far the model can be trusted. `picks`: it picks what the real one picks, and `--prove` shows it.
   * `shares`: the real one throws dice of its own, so only how often. `documented`: built from the documented
   * rules, not validated.
   */
  readonly basis: 'picks' | 'shares' | 'documented';
  /** A strategy with an empty memory. */
  create(random: Random): Strategy;
}

export const strategies: readonly NamedStrategy[] = [
  {
    id: 'nginx-round-robin',
    balancer: 'nginx',
    directive: '(none: round robin)',
    basis: 'picks',
    create: () => nginxRoundRobin,
  },
  {
    id: 'nginx-least-conn',
    balancer: 'nginx',
    directive: 'least_conn',
    basis: 'picks',
    create: createNginxLeastConn,
  },
  { id: 'nginx-random', balancer: 'nginx', directive: 'random', basis: 'shares', create: createNginxRandom },
  {
    id: 'nginx-random-two',
    balancer: 'nginx',
    directive: 'random two',
    basis: 'shares',
    create: createNginxRandomTwo,
  },
  { id: 'nginx-ip-hash', balancer: 'nginx', directive: 'ip_hash', basis: 'picks', create: () => nginxIpHash },
  {
    id: 'nginx-hash',
    balancer: 'nginx',
    directive: 'hash $remote_addr',
    basis: 'picks',
    create: () => nginxHash,
  },
  {
    id: 'nginx-hash-consistent',
    balancer: 'nginx',
    directive: 'hash $remote_addr consistent',
    basis: 'picks',
    create: () => nginxHashConsistent,
  },
  {
    id: 'nginx-sticky-cookie',
    balancer: 'nginx',
    directive: 'sticky cookie srv_id',
    basis: 'documented',
    create: () => nginxStickyCookie,
  },
  {
    id: 'haproxy-roundrobin',
    balancer: 'HAProxy',
    directive: 'balance roundrobin',
    basis: 'picks',
    create: () => haproxyRoundrobin,
  },
  {
    id: 'haproxy-leastconn',
    balancer: 'HAProxy',
    directive: 'balance leastconn',
    basis: 'picks',
    create: createHaproxyLeastconn,
  },
  {
    id: 'haproxy-source',
    balancer: 'HAProxy',
    directive: 'balance source',
    basis: 'picks',
    create: () => haproxySource,
  },
  {
    id: 'haproxy-source-consistent',
    balancer: 'HAProxy',
    directive: 'balance source, hash-type consistent',
    basis: 'picks',
    create: () => haproxySourceConsistent,
  },
  {
    id: 'haproxy-cookie-insert',
    balancer: 'HAProxy',
    directive: 'cookie SRV insert indirect nocache',
    basis: 'picks',
    create: () => haproxyCookieInsert,
  },
  {
    id: 'haproxy-stick-table',
    balancer: 'HAProxy',
    directive: 'stick on src',
    basis: 'picks',
    create: createHaproxyStickTable,
  },
  {
    id: 'alb-duration-cookie',
    balancer: 'AWS ALB',
    directive: 'lb_cookie (AWSALB)',
    basis: 'documented',
    create: () => albDurationCookie,
  },
  {
    id: 'alb-application-cookie',
    balancer: 'AWS ALB',
    directive: 'app_cookie (AWSALBAPP)',
    basis: 'documented',
    create: () => albApplicationCookie,
  },
];

/** @throws LabError (usage) for a name that is not in the list */
export function strategyNamed(id: string): NamedStrategy {
  const named = strategies.find((strategy) => strategy.id === id);
  if (named) return named;
  return refuse(
    { ko: `'${id}'라는 분산 방식은 없어요.`, en: `There is no strategy '${id}'.` },
    {
      ko: `있는 것: ${strategies.map((known) => known.id).join(', ')}`,
      en: `These there are: ${strategies.map((known) => known.id).join(', ')}`,
    },
    { ko: '이름을 확인해 보세요.', en: 'Check the name.' },
  );
}
