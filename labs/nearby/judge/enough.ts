// C21: subscribing to the friends who are there on connecting is enough, if nobody who comes later is missed.
import { formatFigure, judgeOf, type Text } from '../../../src/kit/judge.ts';
import type { NearbyTried, StrategyArm } from '../data.ts';
import type { params } from '../settings.ts';
import { armOf, isSound, missedShare, yardstickShare } from './days.ts';

export const enough = judgeOf<NearbyTried, typeof params>()(['strategies'], 'refuted', ({ strategies }) => {
  const [active, all] = [armOf(strategies, 'active'), armOf(strategies, 'all')];
  const share = active ? missedShare(active) : null;
  if (!active || !all || share === null)
    return { verdict: 'inconclusive', evidence: { headline: nothingDue, points: [] } };
  return {
    verdict: !isSound(strategies)
      ? 'inconclusive'
      : share > yardstickShare
        ? 'refuted'
        : active.missed === 0
          ? 'held'
          : 'inconclusive',
    evidence: {
      headline: headline(active, share),
      points: [...laterArrivals(active), yardstick(all)],
    },
  };
});

const nothingDue: Text = {
  ko: '보여야 할 위치가 하나도 없어서 판단할 수 없어요.',
  en: 'Nothing was due on any screen, so there is nothing to judge.',
};

function headline({ due, missed }: StrategyArm, share: number): Text {
  const [of, count, percent] = [
    formatFigure(due, 'count'),
    formatFigure(missed, 'count'),
    formatFigure(100 * share, 'percent'),
  ];
  return missed === 0
    ? { ko: `보여야 할 위치 ${of}건이 모두 보였어요.`, en: `All ${of} positions that were due were shown.` }
    : {
        ko: `보여야 할 위치 ${of}건 가운데 ${count}건(${percent})이 끝내 안 보였어요.`,
        en: `Of ${of} positions due on screens ${count} (${percent}) were never shown.`,
      };
}

function laterArrivals({ arrivalsSeen, arrivalsNever }: StrategyArm): Text[] {
  const came = arrivalsSeen + arrivalsNever;
  if (came === 0) return [];
  const [all, never] = [formatFigure(came, 'count'), formatFigure(arrivalsNever, 'count')];
  return [
    arrivalsNever === 0
      ? {
          ko: `나중에 접속한 친구 ${all}번이 모두 보였어요.`,
          en: `All ${all} friends who came later were seen.`,
        }
      : {
          ko: `친구가 나중에 접속한 ${all}번 가운데 ${never}번은 끝까지 안 보였어요.`,
          en: `Of ${all} friends who came later ${never} were never seen.`,
        },
  ];
}

/** The same day with every friend subscribed: what the counting itself is worth. */
function yardstick({ due, missed }: StrategyArm): Text {
  const [of, count] = [formatFigure(due, 'count'), formatFigure(missed, 'count')];
  return missed === 0
    ? {
        ko: `같은 하루에 모든 친구를 구독하면 ${of}건이 하나도 빠지지 않았어요.`,
        en: `With every friend subscribed none of ${of} was missed on the same day.`,
      }
    : {
        ko: `같은 하루에 모든 친구를 구독해도 ${of}건 가운데 ${count}건이 빠졌어요.`,
        en: `With every friend subscribed ${count} of ${of} were missed on the same day.`,
      };
}
