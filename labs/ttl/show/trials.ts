// For `compare`: how many events came while one watched, trial by trial.
import { formatFigure, ran, type TrialsOfArm } from '../../../src/kit/judge.ts';
import type { TtlTried } from '../data.ts';
import { idOf } from './lag.ts';

export const trials = {
  figure: { ko: '지켜보는 동안 온 이벤트 수', en: 'events that came while one watched' },
  of: ({ lag }: TtlTried): TrialsOfArm[] =>
    (ran(lag) ?? []).map((arm) => {
      const others = formatFigure(arm.others, 'persons');
      return {
        id: idOf(arm),
        name: {
          ko: `다른 사용자 ${others}명, hz ${arm.hz}, effort ${arm.effort}`,
          en: `${others} others, hz ${arm.hz}, effort ${arm.effort}`,
        },
        values: arm.cameByTrial ?? [],
      };
    }),
};
