/** The strategies by name. Apart from what they do, so that a browser can show a record too. */
export interface StrategyName {
  readonly id: string;
  /** Short enough for a table. */
  readonly name: string;
  readonly balancer: 'nginx' | 'HAProxy' | 'AWS ALB';
  /** As it stands in the configuration file, or in the console of AWS. */
  readonly directive: string;
  /**
   * How far the model can be trusted. `picks`: it picks what the real one picks, and `--prove` shows it.
   * `shares`: the real one throws dice of its own, so only how often. `documented`: built from the documented
   * rules, not validated.
   */
  readonly basis: 'picks' | 'shares' | 'documented';
}

export const strategyNames = [
  {
    id: 'nginx-round-robin',
    name: 'nginx round robin',
    balancer: 'nginx',
    directive: '(none: round robin)',
    basis: 'picks',
  },
  {
    id: 'nginx-least-conn',
    name: 'nginx least_conn',
    balancer: 'nginx',
    directive: 'least_conn',
    basis: 'picks',
  },
  { id: 'nginx-random', name: 'nginx random', balancer: 'nginx', directive: 'random', basis: 'shares' },
  {
    id: 'nginx-random-two',
    name: 'nginx random two',
    balancer: 'nginx',
    directive: 'random two',
    basis: 'shares',
  },
  { id: 'nginx-ip-hash', name: 'nginx ip_hash', balancer: 'nginx', directive: 'ip_hash', basis: 'picks' },
  { id: 'nginx-hash', name: 'nginx hash', balancer: 'nginx', directive: 'hash $remote_addr', basis: 'picks' },
  {
    id: 'nginx-hash-consistent',
    name: 'nginx hash consistent',
    balancer: 'nginx',
    directive: 'hash $remote_addr consistent',
    basis: 'picks',
  },
  {
    id: 'nginx-sticky-cookie',
    name: 'nginx sticky cookie',
    balancer: 'nginx',
    directive: 'sticky cookie srv_id',
    basis: 'documented',
  },
  {
    id: 'haproxy-roundrobin',
    name: 'HAProxy roundrobin',
    balancer: 'HAProxy',
    directive: 'balance roundrobin',
    basis: 'picks',
  },
  {
    id: 'haproxy-leastconn',
    name: 'HAProxy leastconn',
    balancer: 'HAProxy',
    directive: 'balance leastconn',
    basis: 'picks',
  },
  {
    id: 'haproxy-source',
    name: 'HAProxy source',
    balancer: 'HAProxy',
    directive: 'balance source',
    basis: 'picks',
  },
  {
    id: 'haproxy-source-consistent',
    name: 'HAProxy source consistent',
    balancer: 'HAProxy',
    directive: 'balance source, hash-type consistent',
    basis: 'picks',
  },
  {
    id: 'haproxy-cookie-insert',
    name: 'HAProxy cookie insert',
    balancer: 'HAProxy',
    directive: 'cookie SRV insert indirect nocache',
    basis: 'picks',
  },
  {
    id: 'haproxy-stick-table',
    name: 'HAProxy stick on src',
    balancer: 'HAProxy',
    directive: 'stick on src',
    basis: 'picks',
  },
  {
    id: 'haproxy-stick-table-peers',
    name: 'HAProxy stick, peers',
    balancer: 'HAProxy',
    directive: 'stick on src, peers',
    basis: 'picks',
  },
  {
    id: 'alb-duration-cookie',
    name: 'ALB lb_cookie',
    balancer: 'AWS ALB',
    directive: 'lb_cookie (AWSALB)',
    basis: 'documented',
  },
  {
    id: 'alb-application-cookie',
    name: 'ALB app_cookie',
    balancer: 'AWS ALB',
    directive: 'app_cookie (AWSALBAPP)',
    basis: 'documented',
  },
] as const satisfies readonly StrategyName[];
