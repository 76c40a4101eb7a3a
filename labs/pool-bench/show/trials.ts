// For `compare`: what each round of the arms that decide achieved.
import type { TrialsOfArm } from '../../../src/kit/judge.ts';
import type { PoolTried } from '../data.ts';
import type { PoolParams } from '../settings.ts';
import { decidingArms } from './comparison.ts';

export const trials = {
  figure: { ko: '초당 처리량', en: 'done per second' },
  of: (data: PoolTried, asked: PoolParams): TrialsOfArm[] =>
    decidingArms(data, asked).map(({ id, name, arm }) => ({
      id,
      name,
      values: arm.rounds.map(({ perSecond }) => perSecond),
    })),
};
