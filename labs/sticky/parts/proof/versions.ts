// Which configurations the installed balancers are too old for, and which they treat otherwise than the model does.
import type { BalancerName, OtherRules, TooOld } from '../../data.ts';
import type { Configuration } from './configurations.ts';

/** The version of each balancer that is on this machine. */
export type Versions = ReadonlyMap<BalancerName, string>;

export function tooOldFor(versions: Versions, configurations: readonly Configuration[]): TooOld[] {
  return configurations.flatMap(({ name, balancer, needs }) => {
    const version = versions.get(balancer);
    if (version === undefined || needs === undefined || isAtLeast(version, needs.since)) return [];
    return [{ name, balancer, version, ...needs }];
  });
}

/**
 * What HAProxy changed after 2.6, which the model is made from: leastconn goes through equal servers in another order
 * since 3.2, and 3.0 to 3.2 place servers on the consistent ring otherwise (a bug, mended upstream).
 */
const changed = [
  { strategy: 'haproxy-leastconn', rules: 'leastconn order', from: '3.2', before: null },
  { strategy: 'haproxy-source-consistent', rules: 'consistent hash', from: '3.0', before: '3.3' },
] as const;

export function otherRulesFor(versions: Versions, configurations: readonly Configuration[]): OtherRules[] {
  const version = versions.get('HAProxy');
  if (version === undefined) return [];
  const hit = changed.filter(
    ({ from, before }) => isAtLeast(version, from) && !(before && isAtLeast(version, before)),
  );
  return hit.flatMap(({ strategy, rules, from }) =>
    configurations
      .filter((configuration) => configuration.strategy === strategy)
      .map(({ name, balancer }) => ({ name, balancer, version, rules, from })),
  );
}

const always = ['http_realip_module', 'http_upstream_keepalive_module'];
const moduleOf: Readonly<Record<string, string>> = {
  'nginx-least-conn': 'http_upstream_least_conn_module',
  'nginx-ip-hash': 'http_upstream_ip_hash_module',
  'nginx-hash': 'http_upstream_hash_module',
  'nginx-hash-consistent': 'http_upstream_hash_module',
};

/** What the proof needs of nginx, and a build may lack. */
export const modules: readonly string[] = [...new Set([...always, ...Object.values(moduleOf)])];

export function unbuiltOf(
  lacking: readonly string[],
  configurations: readonly Configuration[],
): { name: string; module: string }[] {
  return configurations.flatMap(({ name, balancer, strategy }) => {
    if (balancer !== 'nginx') return [];
    const module = [...always, moduleOf[strategy]].find((one) => one && lacking.includes(one));
    return module ? [{ name, module }] : [];
  });
}

/** Whether a version is this one or a later one. A version that could not be read ('?') is not. */
export function isAtLeast(version: string, least: string): boolean {
  const numbers = version.split('.').map(Number);
  for (const [place, wanted] of least.split('.').map(Number).entries()) {
    const number = numbers[place] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}
