import type { ArmFigures, Cell, Needed } from '../data.ts';
import { perSecondOf } from '../parts/compare.ts';

/** Whoever would enlarge a pool wants more than this part of the best for it. */
const nearlyAsGood = 0.9;

/** The smallest pool that gets nearly as much done as the best one. */
export function smallestGoodPool(cell: Cell): ArmFigures | null {
  const best = Math.max(...cell.arms.map((arm) => perSecondOf(arm) ?? 0));
  return cell.arms.find((arm) => (perSecondOf(arm) ?? 0) >= nearlyAsGood * best) ?? null;
}

/** A pool that cannot keep up ends with a line of callers, and its throughput stays behind the rate for good. */
const keepsUpFrom = 0.9;

/** Null where the rate itself could not be sent: then nobody knows. */
export function keepsUp({ load }: Needed['pools'][number]): boolean | null {
  if (load.achievedPerSecond < keepsUpFrom * load.intendedPerSecond) return null;
  return load.perSecond >= keepsUpFrom * load.intendedPerSecond;
}

/** The smallest of the pools tried that kept up with the rate. */
export function smallestThatKeepsUp({ pools }: Needed): number | null {
  return pools.find((pool) => keepsUp(pool))?.poolSize ?? null;
}
