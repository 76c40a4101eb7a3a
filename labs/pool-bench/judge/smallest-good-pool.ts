import type { ArmFigures, Cell } from '../data.ts';
import { perSecondOf } from '../parts/compare.ts';

/** Whoever would enlarge a pool wants more than this part of the best for it. */
const nearlyAsGood = 0.9;

/** The smallest pool that gets nearly as much done as the best one. */
export function smallestGoodPool(cell: Cell): ArmFigures | null {
  const best = Math.max(...cell.arms.map((arm) => perSecondOf(arm) ?? 0));
  return cell.arms.find((arm) => (perSecondOf(arm) ?? 0) >= nearlyAsGood * best) ?? null;
}
