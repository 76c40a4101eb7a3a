import type { LagArm } from '../data.ts';

/** The largest crowd on a server as it comes out of the box. */
export function crowdOf(arms: readonly LagArm[]): LagArm | null {
  return arms.filter(({ hz, effort }) => hz === 10 && effort === 1).at(-1) ?? null;
}
