// For `compare`: how long the last subscriber waits, trial by trial.
import { ran, type TrialsOfArm } from '../../../src/kit/judge.ts';
import type { PubsubTried } from '../data.ts';
import { idOf, nameOf } from './fan-out-arms.ts';

export const trials = {
  figure: { ko: '마지막 구독자까지 걸린 시간', en: 'time until the last subscriber has it' },
  of: ({ 'fan-out': fanOut }: PubsubTried): TrialsOfArm[] =>
    (ran(fanOut) ?? []).map((arm) => ({
      id: idOf(arm),
      name: nameOf(arm),
      values: (arm.lastUs ?? []).filter((us) => us !== null),
    })),
};
