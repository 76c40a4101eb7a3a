/**
 * Lists that change under way: what a balancer still knows after a reload, when a server is added or taken out, drained,
 * or found dead by a health check.
 */
import type { BalancerName } from '../../data.ts';
import type { Change } from '../balancing.ts';
import {
  type Configuration,
  configuration,
  haproxyMethods,
  nginxMethods,
  weights,
} from './configurations.ts';
import type { Place } from './farm.ts';

const numbered = (...list: number[]) => weights(...list).map((place, number) => ({ ...place, number }));
const three = numbered(1, 1, 1);
const four = numbered(1, 1, 1, 1);
const inState = (state: Place['state']): Place[] =>
  four.map((place) => (place.number === 1 ? { ...place, state, sick: state === 'crashed' } : place));

/** What happens, how the balancer comes to know, and the servers before and after it. */
const events = {
  reload: { what: 'reloaded', change: 'list', before: numbered(5, 1, 1), after: numbered(5, 1, 1) },
  added: { what: 'a server added', change: 'list', before: three, after: four },
  removed: { what: 'a server removed', change: 'list', before: four, after: four.toSpliced(1, 1) },
  down: { what: 'a server marked down', change: 'state', before: four, after: inState('down') },
  drained: { what: 'a server drained', change: 'state', before: four, after: inState('drain') },
  maint: { what: 'a server in maint', change: 'state', before: four, after: inState('maint') },
  sick: { what: 'a health check fails', change: 'crash', before: four, after: inState('crashed') },
} as const satisfies Record<string, { what: string; change: Change; before: Place[]; after: Place[] }>;

export function changingConfigurations(): Configuration[] {
  return [
    ...nginxChanges('nginx-round-robin', ['reload', 'added', 'down']),
    ...(['nginx-ip-hash', 'nginx-hash', 'nginx-hash-consistent'] as const).flatMap((strategy) =>
      nginxChanges(strategy, ['added', 'removed', 'down']),
    ),
    ...withMethod('nginx', 'nginx-least-conn', ['least_conn;'], 'held', ['reload', 'added']),
    ...haproxyChanges('haproxy-roundrobin', ['reload', 'added', 'drained', 'maint', 'sick']),
    ...haproxyChanges('haproxy-source', ['added', 'removed', 'drained', 'sick']),
    ...haproxyChanges('haproxy-source-consistent', ['added', 'removed', 'drained', 'sick']),
    ...withMethod('HAProxy', 'haproxy-leastconn', ['balance leastconn'], 'held', [
      'drained',
      'maint',
      'sick',
    ]),
    ...withMethod('HAProxy', 'haproxy-cookie-insert', cookie, 'returning', [
      'added',
      'removed',
      'drained',
      'maint',
      'sick',
    ]),
    ...withMethod('HAProxy', 'haproxy-stick-table', table, 'returning', [
      'added',
      'drained',
      'maint',
      'sick',
    ]),
    ...withMethod('HAProxy', 'haproxy-stick-table-peers', sharedTable, 'returning', ['added', 'removed']),
  ];
}

const turns = ['balance roundrobin'];
const cookie = [...turns, 'cookie SRV insert indirect nocache'];
const table = [...turns, 'stick-table type ip size 100k expire 30m', 'stick on src'];
/** `peers lab`: the old process hands the table to the new one. */
const sharedTable = [...turns, 'stick-table type ip size 100k expire 30m peers lab', 'stick on src'];

function nginxChanges(strategy: keyof typeof nginxMethods, names: readonly (keyof typeof events)[]) {
  return withMethod('nginx', strategy, nginxMethods[strategy], 'one by one', names);
}

function haproxyChanges(strategy: keyof typeof haproxyMethods, names: readonly (keyof typeof events)[]) {
  return withMethod('HAProxy', strategy, haproxyMethods[strategy], 'one by one', names);
}

function withMethod(
  balancer: BalancerName,
  strategy: string,
  directives: readonly string[],
  visits: Configuration['visits'],
  names: readonly (keyof typeof events)[],
): Configuration[] {
  return names.map((name) => {
    const { what, change, before, after } = events[name];
    const begins = configuration(balancer, strategy, directives, before, what);
    return { ...begins, visits, later: [{ change, places: after }] };
  });
}
