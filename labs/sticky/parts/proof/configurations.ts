/**
 * What is proved. Fixed configurations hold the cases that matter (weights, a server that is down, a dead one,
 * backups); the drawn ones make sure that nothing was fitted to just these.
 */
import type { Random } from '../../../../src/kit/run.ts';
import type { BalancerName, Feature } from '../../data.ts';
import type { Change } from '../balancing.ts';
import { mostServers, type Place } from './farm.ts';

export interface Configuration {
  /** As it is printed and as it stands in the record. */
  readonly name: string;
  readonly balancer: BalancerName;
  /** Of the model that has to agree. */
  readonly strategy: string;
  /** What stands in the `upstream` or `backend` besides its servers, a line each. */
  readonly directives: readonly string[];
  readonly places: readonly Place[];
  /** What becomes of the servers later, while the same people go on coming: then it has a balancer of its own. */
  readonly later?: readonly Later[];
  /**
   * one by one: every client comes once. returning: they come again and again, in a drawn order, with their
   * cookies. held: requests stay open and end in a drawn order.
   */
  readonly visits: 'one by one' | 'returning' | 'held';
  readonly family: 'IPv4' | 'IPv6';
  /** An older balancer is not asked. */
  readonly needs?: Feature;
}

export interface Later {
  readonly change: Change;
  readonly places: readonly Place[];
}

export const nginxMethods = {
  'nginx-round-robin': [],
  'nginx-ip-hash': ['ip_hash;'],
  'nginx-hash': ['hash $remote_addr;'],
  'nginx-hash-consistent': ['hash $remote_addr consistent;'],
} as const;

export const haproxyMethods = {
  'haproxy-roundrobin': ['balance roundrobin'],
  'haproxy-source': ['balance source'],
  'haproxy-source-consistent': ['balance source', 'hash-type consistent'],
} as const;

const equal3 = weights(1, 1, 1);
const downOf4 = weights(1, 1, 1, 1).with(1, { weight: 1, state: 'down' });
const maintOf4 = weights(1, 1, 1, 1).with(1, { weight: 1, state: 'maint' });
const deadOf4 = weights(2, 1, 1, 1).with(2, { weight: 1, state: 'crashed' });
const threeDead = weights(1, 1, 1, 1).map((place, index) =>
  index === 1 ? place : { ...place, state: 'crashed' as const },
);
const backups = [
  ...weights(1, 1).map((place) => ({ ...place, state: 'down' as const })),
  ...weights(3, 1).map((place) => ({ ...place, backup: true })),
];

export function configurationsOf(random: Random): Configuration[] {
  return [...nginxFixed(), ...haproxyFixed(), ...drawn(random)];
}

function nginxFixed(): Configuration[] {
  const hashes = ['nginx-ip-hash', 'nginx-hash', 'nginx-hash-consistent'] as const;
  const forNginx = (strategy: keyof typeof nginxMethods, places: readonly Place[], what: string) =>
    configuration('nginx', strategy, nginxMethods[strategy], places, what);
  return [
    forNginx('nginx-round-robin', equal3, 'equal'),
    forNginx('nginx-round-robin', weights(5, 1, 1), 'weights 5,1,1'),
    forNginx('nginx-round-robin', deadOf4, 'one of 4 dead'),
    forNginx('nginx-round-robin', backups, 'backups in use'),
    ...hashes.flatMap((strategy) => [
      forNginx(strategy, equal3, 'equal'),
      forNginx(strategy, weights(3, 1, 2), 'weights 3,1,2'),
      forNginx(strategy, downOf4, 'one of 4 down'),
      forNginx(strategy, deadOf4, 'one of 4 dead'),
      forNginx(strategy, threeDead, 'three of 4 dead'),
      { ...forNginx(strategy, weights(1, 2, 1), 'IPv6'), family: 'IPv6' as const },
    ]),
    {
      ...configuration('nginx', 'nginx-least-conn', ['least_conn;'], weights(3, 1, 2), 'weights 3,1,2'),
      visits: 'held',
    },
    // https://nginx.org/en/docs/http/ngx_http_upstream_module.html#sticky. Written from that page: the nginx on
    // which this proof was made, 1.22.1 of Debian, could not run it.
    {
      ...configuration(
        'nginx',
        'nginx-sticky-cookie',
        ['sticky cookie srv_id;'],
        weights(1, 2, 1, 1),
        'weights 1,2,1,1',
      ),
      visits: 'returning',
      needs: { feature: 'sticky cookie', since: '1.29.6' },
    },
  ];
}

function haproxyFixed(): Configuration[] {
  const forHaproxy = (strategy: keyof typeof haproxyMethods, places: readonly Place[], what: string) =>
    configuration('HAProxy', strategy, haproxyMethods[strategy], places, what);
  const turns = ['balance roundrobin'];
  const cookie = [...turns, 'cookie SRV insert indirect nocache'];
  const table = [...turns, 'stick-table type ip size 100k expire 30m', 'stick on src'];
  return [
    ...(['haproxy-roundrobin', 'haproxy-source', 'haproxy-source-consistent'] as const).flatMap(
      (strategy) => [
        forHaproxy(strategy, equal3, 'equal'),
        forHaproxy(strategy, weights(5, 1, 1), 'weights 5,1,1'),
        forHaproxy(strategy, maintOf4, 'one of 4 in maint'),
        forHaproxy(strategy, deadOf4, 'one of 4 dead'),
        forHaproxy(strategy, weights(2, 0, 3), 'weights 2,0,3'),
      ],
    ),
    // HAProxy begins anew after a round of 16 turns for each unit of weight: these weights show where it ends.
    forHaproxy('haproxy-roundrobin', weights(2, 3, 3), 'weights 2,3,3'),
    { ...forHaproxy('haproxy-source', weights(3, 1, 2), 'IPv6'), family: 'IPv6' },
    { ...forHaproxy('haproxy-source-consistent', weights(3, 1, 2), 'IPv6'), family: 'IPv6' },
    {
      ...configuration(
        'HAProxy',
        'haproxy-leastconn',
        ['balance leastconn'],
        weights(3, 1, 2),
        'weights 3,1,2',
      ),
      visits: 'held',
    },
    {
      ...configuration('HAProxy', 'haproxy-cookie-insert', cookie, weights(1, 2, 1, 1), 'weights 1,2,1,1'),
      visits: 'returning',
    },
    {
      ...configuration('HAProxy', 'haproxy-stick-table', table, weights(1, 2, 1, 1), 'weights 1,2,1,1'),
      visits: 'returning',
    },
  ];
}

/** How many servers, and their weights, come from the seed: another seed proves other ones. */
function drawn(random: Random): Configuration[] {
  const methods = Object.entries({ ...nginxMethods, ...haproxyMethods });
  return methods.map(([strategy, directives]) => {
    const size = 2 + random.int(mostServers - 1);
    const list = Array.from({ length: size }, () => 1 + random.int(20));
    const balancer = strategy.startsWith('nginx') ? 'nginx' : 'HAProxy';
    return configuration(balancer, strategy, directives, weights(...list), `drawn ${list.join(',')}`);
  });
}

export function configuration(
  balancer: BalancerName,
  strategy: string,
  directives: readonly string[],
  places: readonly Place[],
  what: string,
): Configuration {
  const named = {
    'nginx-round-robin': 'round robin',
    'nginx-sticky-cookie': 'sticky cookie',
    'haproxy-cookie-insert': 'cookie SRV insert',
    'haproxy-stick-table-peers': 'stick on src with peers',
  }[strategy];
  const method = named ?? (directives.at(-1) ?? '').replace(/;$/, '');
  const source = strategy === 'haproxy-source-consistent' ? 'balance source, ' : '';
  return {
    name: `${balancer} ${source}${method}, ${what}`,
    balancer,
    strategy,
    directives,
    places,
    visits: 'one by one',
    family: 'IPv4',
  };
}

export function weights(...list: number[]): Place[] {
  return list.map((weight) => ({ weight, state: 'up' }));
}
