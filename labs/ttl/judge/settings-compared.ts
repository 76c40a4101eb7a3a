import { type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { LagArm } from '../data.ts';

/** How many times the events of the default settings came, among as many others, trial by trial; null where a trial had none. */
export function timesTheDefault(arm: LagArm, arms: readonly LagArm[]): PairedRatio | null {
  const base = arms.find(({ hz, effort, others }) => hz === 10 && effort === 1 && others === arm.others);
  if (!base || base === arm) return null;
  const pairs = (arm.cameByTrial ?? []).map((came, trial): [number, number] => [
    came,
    base.cameByTrial?.[trial] ?? 0,
  ]);
  return pairs.some(([a, b]) => a === 0 || b === 0) ? null : pairedRatio(pairs);
}
