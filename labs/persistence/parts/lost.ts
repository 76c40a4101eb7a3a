// What was acknowledged and is not there after the restart. Pure.
import { fromRuns } from '../../../src/kit/judge.ts';
import type { EndedArm, EndedData, EndedSetting } from '../data.ts';

type Counted = Pick<EndedArm, 'acked' | 'kept'>;

export function lostOf({ acked, kept }: Counted): number {
  return acked - kept.reduce((sum, [first, last]) => sum + Math.max(0, Math.min(last, acked) - first + 1), 0);
}

/** The first acknowledged write that is gone; null where all are there. */
export function firstMissing(arm: Counted): number | null {
  const kept = new Set(fromRuns(arm.kept));
  for (let id = 1; id <= arm.acked; id++) if (!kept.has(id)) return id;
  return null;
}

export function armOf({ arms }: EndedData, setting: EndedSetting): EndedArm | undefined {
  return arms.find((arm) => arm.setting === setting);
}

/** None, some or all of the acknowledged writes; null where none was acknowledged. */
export function shareLost(arm: EndedArm | undefined): 'none' | 'some' | 'all' | null {
  if (!arm || arm.acked === 0) return null;
  const lost = lostOf(arm);
  return lost === 0 ? 'none' : lost === arm.acked ? 'all' : 'some';
}
