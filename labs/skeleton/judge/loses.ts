// Pure: the data of a run in, a verdict with its figures out. A year-old record is judged by it as well.
import { judgeOf, type Text } from '../../../src/kit/judge.ts';
import type { CountArm, CountData, LabTried, Way } from '../data.ts';
import type { params } from '../settings.ts';

export const loses = judgeOf<LabTried, typeof params>()(['count'], 'held', ({ count }) => {
  const [getSet, incr] = [armOf(count, 'get-set'), armOf(count, 'incr')];
  const verdict = lostBy(incr) > 0 ? 'refuted' : lostBy(getSet) > 0 ? 'held' : 'inconclusive';
  return {
    verdict,
    evidence: { headline: outcomeOf('GET, SET', getSet), points: [outcomeOf('INCR', incr)] },
  };
});

export function armOf({ arms }: CountData, way: Way): CountArm {
  return arms.find((arm) => arm.way === way) as CountArm;
}

export function lostBy({ added, counted }: CountArm): number {
  return added - counted;
}

function outcomeOf(name: string, arm: CountArm): Text {
  const { added, counted } = arm;
  if (lostBy(arm) === 0) {
    return {
      ko: `${name}: ${added}번 더했고, 하나도 잃지 않았어요.`,
      en: `${name}: ${added} added, none lost.`,
    };
  }
  return {
    ko: `${name}: ${added}번 더했는데 카운터에는 ${counted}번만 남았어요.`,
    en: `${name}: ${added} added, and the counter says ${counted}.`,
  };
}
