// For `compare`: how long the caller waits, trial by trial.
import { ran, type TrialsOfArm } from '../../../src/kit/judge.ts';
import type { QueueTried } from '../data.ts';
import { wayWords } from '../words.ts';

export const trials = {
  figure: { ko: '손님이 기다린 시간', en: 'what the caller waits' },
  of: ({ synchronous }: QueueTried): TrialsOfArm[] =>
    (ran(synchronous)?.waits ?? []).map((arm) => ({
      id: arm.way,
      name: wayWords[arm.way],
      values: arm.trials.map(({ medianMs }) => medianMs),
    })),
};
