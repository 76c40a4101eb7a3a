/** All strategies of this lab, by balancer: a name for each, and the function that makes it. */
import type { Random } from '../../../src/kit/run.ts';
import { noneAnswered, refuse, type Server, type Strategy } from './balancing.ts';
import { albApplicationCookie } from './strategies/alb-application-cookie.ts';
import { albDurationCookie } from './strategies/alb-duration-cookie.ts';
import { createHaproxyCookieInsert } from './strategies/haproxy-cookie-insert.ts';
import { createHaproxyLeastconn } from './strategies/haproxy-leastconn.ts';
import { createHaproxyRoundrobin } from './strategies/haproxy-roundrobin.ts';
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
import { type StrategyName, strategyNames } from './strategy-names.ts';

/** A name with what stands behind it. */
export interface NamedStrategy extends StrategyName {
  /** A strategy with an empty memory. */
  create(random: Random): Strategy;
}

const factories: Readonly<Record<(typeof strategyNames)[number]['id'], (random: Random) => Strategy>> = {
  'nginx-round-robin': () => nginxRoundRobin,
  'nginx-least-conn': createNginxLeastConn,
  'nginx-random': createNginxRandom,
  'nginx-random-two': createNginxRandomTwo,
  'nginx-ip-hash': () => nginxIpHash,
  'nginx-hash': () => nginxHash,
  'nginx-hash-consistent': () => nginxHashConsistent,
  'nginx-sticky-cookie': () => nginxStickyCookie,
  'haproxy-roundrobin': createHaproxyRoundrobin,
  'haproxy-leastconn': createHaproxyLeastconn,
  'haproxy-source': () => haproxySource,
  'haproxy-source-consistent': () => haproxySourceConsistent,
  'haproxy-cookie-insert': createHaproxyCookieInsert,
  'haproxy-stick-table': () => createHaproxyStickTable(false),
  'haproxy-stick-table-peers': () => createHaproxyStickTable(true),
  'alb-duration-cookie': () => albDurationCookie,
  'alb-application-cookie': () => albApplicationCookie,
};

export const strategies: readonly NamedStrategy[] = strategyNames.map((named) => ({
  ...named,
  create: (random) => {
    const strategy = factories[named.id](random);
    return named.balancer === 'nginx' ? strategy : untilNoticed(strategy);
  },
}));

/** Until a check has found a dead server out, clients are sent there as before, and nobody answers them. */
function untilNoticed(strategy: Strategy): Strategy {
  return (servers, change) => {
    const believed = servers.map((one): Server => (one.unnoticed ? { ...one, state: 'up' } : one));
    const picker = strategy(believed, change);
    if (!servers.some(({ unnoticed }) => unnoticed)) return picker;
    return {
      ...picker,
      pick(client) {
        const index = picker.pick(client);
        if (!servers[index]?.unnoticed) return index;
        picker.release?.(index);
        return noneAnswered;
      },
    };
  };
}

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
