// Redis against each rival, cell by cell, and what the sentence "tens to hundreds of times" comes to there. Pure.
import { type PairedRatio, pairedRatio, ran, type Verdict } from '../../../src/kit/judge.ts';
import type { ColdArm, ColdData, ColdStore, KindArm, KindsData, MemoryTried, System, Work } from '../data.ts';

/** "Tens of times", read as mildly as it can be. */
export const tens = 10;
const clientBoundFrom = 0.85;

export type Rival = Exclude<System, 'redis' | 'redis-everysec' | 'redis-always'>;
export const rivals: readonly Rival[] = ['postgres-off', 'postgres-on', 'sqlite-off', 'sqlite-full'];
export const works: readonly Work[] = ['get', 'set', 'batch', 'range', 'counter'];

/** How many times faster Redis is. */
export interface CellFound {
  readonly ratio: PairedRatio;
  readonly verdict: Verdict;
}

export const armOf = (
  { arms }: KindsData,
  system: System,
  work: Work,
  callers: number,
): KindArm | undefined =>
  arms.find((arm) => arm.system === system && arm.work === work && arm.callers === callers);

export const callersOf = ({ arms }: KindsData): number[] => [...new Set(arms.map(({ callers }) => callers))];

/** How many times faster the first is, by the middle time of each round in which both succeeded. */
export function ratioOf(a: KindArm | undefined, b: KindArm | undefined): PairedRatio | null {
  if (!a || !b) return null;
  return pairedRatio(
    a.rounds.flatMap(({ round, p50Ms }): [number, number][] => {
      const partner = b.rounds.find((other) => other.round === round);
      return partner ? [[partner.p50Ms, p50Ms]] : [];
    }),
  );
}

/** Redis as it is by memory alone, against this rival. Null where one of them was not measured. */
export function cellOf(data: KindsData, rival: Rival, work: Work, callers: number): CellFound | null {
  const [redis, other] = [armOf(data, 'redis', work, callers), armOf(data, rival, work, callers)];
  const ratio = ratioOf(redis, other);
  if (!ratio || !redis || !other) return null;
  // With many callers a client at its limit measures itself. One caller waits most of the time.
  const bound = callers > 1 && [redis, other].some((arm) => (arm.clientBusyShare ?? 0) > clientBoundFrom);
  return { ratio, verdict: bound ? 'inconclusive' : verdictOf(ratio) };
}

export function verdictOf({ interval }: PairedRatio): Verdict {
  if (!interval) return 'inconclusive';
  if (interval.low >= tens) return 'held';
  return interval.high < tens ? 'refuted' : 'inconclusive';
}

/** A read of Redis just after its restart, against one of what a rival no longer has in memory. */
export function coldCell(data: ColdData, rival: Exclude<ColdStore, 'redis'>): CellFound | null {
  const [redis, other] = [coldArm(data, 'redis'), coldArm(data, rival)];
  if (!redis || !other || stillThere(other)) return null;
  const ratio = pairedRatio(
    other.rounds.flatMap(({ round, coldMs }): [number, number][] => {
      const partner = redis.rounds.find((one) => one.round === round);
      return partner ? [[coldMs, partner.coldMs]] : [];
    }),
  );
  return ratio && { ratio, verdict: verdictOf(ratio) };
}

export const coldArm = ({ arms }: ColdData, store: ColdStore): ColdArm | undefined =>
  arms.find((arm) => arm.store === store);

/** The share of its files, in percent, that the kernel still had; null where nobody can tell. */
export function leftIn({ forgotten }: ColdArm): number | null {
  if (!forgotten || forgotten.residentAfter === null || forgotten.fileBytes === 0) return null;
  // The kernel counts whole pages, so a file can be a little "more than whole".
  return Math.min(100, (forgotten.residentAfter / forgotten.fileBytes) * 100);
}

/** The kernel was asked to forget the files, and did not: nothing was cold. */
export const stillThere = (arm: ColdArm): boolean => (leftIn(arm) ?? 0) > 50;

/** How many times longer the first, cold read takes than the second. */
export const coldOverWarm = ({ rounds }: ColdArm): PairedRatio | null =>
  pairedRatio(rounds.map(({ coldMs, warmMs }) => [coldMs, warmMs]));

/** Every cell of the run. */
export function allCells(data: MemoryTried): CellFound[] {
  const [kinds, cold] = [ran(data.kinds), ran(data.cold)];
  const found = [
    ...(kinds
      ? callersOf(kinds).flatMap((callers) =>
          works.flatMap((work) => rivals.map((rival) => cellOf(kinds, rival, work, callers))),
        )
      : []),
    ...(cold ? (['postgres', 'sqlite'] as const).map((rival) => coldCell(cold, rival)) : []),
  ];
  return found.filter((cell) => cell !== null);
}
