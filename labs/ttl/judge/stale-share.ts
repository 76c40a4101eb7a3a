import type { WayArm } from '../data.ts';

/** Of the names given, those past their TTL, in percent; null where no name was given. */
export function shareIn({ stale, named }: Pick<WayArm, 'stale' | 'named'>): number | null {
  return named === 0 ? null : (100 * stale) / named;
}

/** People leave one after the other: what an answer is worth shows at the end, not on the average of the way there. */
export function staleShareOf(arm: WayArm): number | null {
  return shareIn(arm.parts?.at(-1) ?? arm);
}
