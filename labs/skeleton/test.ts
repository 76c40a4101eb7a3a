// A check that cannot fail checks nothing: for each claim a change to the measured data that turns its verdict.
// `redis-lab check` runs the lab, applies each, and looks.
import type { Turned } from '../../src/kit/judge.ts';
import type { CountArm, LabData } from './data.ts';

export const turned: Turned<LabData> = {
  'skeleton-1': {
    refuted: ({ count }) => ({ count: { arms: count.arms.map(withOneLost) } }),
    inconclusive: ({ count }) => ({ count: { arms: count.arms.map(withNoneLost) } }),
  },
};

const withOneLost = (arm: CountArm): CountArm => ({ ...arm, counted: arm.added - 1 });
const withNoneLost = (arm: CountArm): CountArm => ({ ...arm, counted: arm.added });
