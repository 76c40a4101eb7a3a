import { judgeOf } from '../../../src/kit/judge.ts';
import type { PersistTried } from '../data.ts';
import type { params } from '../settings.ts';

export const kept = judgeOf<PersistTried, typeof params>()(
  ['crash'],
  'held',
  ({ crash: { stored, left } }) => ({
    verdict: left < stored ? 'held' : 'refuted',
    evidence: {
      headline: {
        ko: `저장한 키 ${stored}개 가운데 ${left}개가 남았어요.`,
        en: `Of ${stored} keys stored, ${left} were left.`,
      },
      points: [],
    },
  }),
);
