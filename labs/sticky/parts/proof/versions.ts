// Which configurations the installed balancers are too old for.
import type { BalancerName, TooOld } from '../../data.ts';
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

/** Whether a version is this one or a later one. A version that could not be read ('?') is not. */
export function isAtLeast(version: string, least: string): boolean {
  const numbers = version.split('.').map(Number);
  for (const [place, wanted] of least.split('.').map(Number).entries()) {
    const number = numbers[place] ?? 0;
    if (number !== wanted) return number > wanted;
  }
  return true;
}
