// What a cache keeps from the database. Pure.
import { type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { CacheArm, CacheData, CacheId, StampedeArm, StampedeData, Way } from '../data.ts';

type Counted = readonly { readonly round: number; readonly reads: number; readonly queries: number }[];

const sumOf = (rounds: Counted, figure: 'reads' | 'queries') =>
  rounds.reduce((sum, round) => sum + round[figure], 0);

export const cacheOf = ({ arms }: CacheData, cache: CacheId): CacheArm | undefined =>
  arms.find((arm) => arm.cache === cache);
export const wayOf = ({ arms }: StampedeData, way: Way): StampedeArm | undefined =>
  arms.find((arm) => arm.way === way);

/** Queries that reached the database, for each read, 0 to 1; null where nothing was read. */
export function queriesPerRead({ rounds }: { readonly rounds: Counted }): number | null {
  const reads = sumOf(rounds, 'reads');
  return reads > 0 ? sumOf(rounds, 'queries') / reads : null;
}

/** How many queries a round, on average; null without a round. */
export const queriesPerRound = ({ rounds }: { readonly rounds: Counted }): number | null =>
  rounds.length > 0 ? sumOf(rounds, 'queries') / rounds.length : null;

export const queriesPerSecond = (arm: CacheArm): number | null =>
  arm.elapsedMs > 0 ? (sumOf(arm.rounds, 'queries') / arm.elapsedMs) * 1e3 : null;

/** How many times as many queries the first lets through as the second; null where one of them let none through in a round. */
export function queriesRatio(
  a: { readonly rounds: Counted },
  b: { readonly rounds: Counted },
): PairedRatio | null {
  const pairs = a.rounds.flatMap(({ round, queries }): [number, number][] => {
    const partner = b.rounds.find((other) => other.round === round);
    return partner && queries > 0 && partner.queries > 0 ? [[queries, partner.queries]] : [];
  });
  return pairedRatio(pairs);
}
