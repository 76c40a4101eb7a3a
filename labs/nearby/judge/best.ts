// C23: active friends and the reverse subscription are the best way, if they miss nothing and hold and ask the least.
import { formatFigure, judgeOf, ran, type Text } from '../../../src/kit/judge.ts';
import type { NearbyTried, StrategiesData, StrategyArm, TurningData } from '../data.ts';
import type { params } from '../settings.ts';
import { armOf, isSound, missedShare, operations, yardstickShare } from './days.ts';

export const best = judgeOf<NearbyTried, typeof params>()(
  ['strategies'],
  'held',
  ({ strategies, turning }) => {
    const [reverse, all] = [armOf(strategies, 'active-reverse'), armOf(strategies, 'all')];
    if (!reverse || !all) return { verdict: 'inconclusive', evidence: { headline: notPlayed, points: [] } };
    return {
      verdict: verdictOf(strategies, reverse, all),
      evidence: {
        headline: headline(reverse, all),
        points: [price(reverse, all), ...strangers(reverse), ...turningPoint(ran(turning))],
      },
    };
  },
);

const notPlayed: Text = { ko: '비교할 방식이 없어요.', en: 'There was nothing to compare it with.' };

function verdictOf(data: StrategiesData, reverse: StrategyArm, all: StrategyArm) {
  if (!isSound(data)) return 'inconclusive';
  if ((missedShare(reverse) ?? 1) > yardstickShare || reverse.strangers > 0) return 'refuted';
  if (reverse.missed > all.missed) return 'inconclusive';
  const isLeast = reverse.channels < all.channels && operations(reverse) < operations(all);
  return isLeast ? 'held' : 'refuted';
}

function headline(reverse: StrategyArm, all: StrategyArm): Text {
  const [few, many, due] = [reverse.channels, all.channels, reverse.due].map((figure) =>
    formatFigure(Math.round(figure), 'count'),
  );
  return reverse.missed === 0
    ? {
        ko: `${due}건을 하나도 놓치지 않으면서 채널은 ${many}개 대신 ${few}개였어요.`,
        en: `None of ${due} missed, with ${few} channels instead of ${many}.`,
      }
    : {
        ko: `채널은 ${many}개 대신 ${few}개였지만, ${due}건 가운데 ${reverse.missed}건을 놓쳤어요.`,
        en: `${few} channels instead of ${many}, and ${reverse.missed} of ${due} missed.`,
      };
}

function price(reverse: StrategyArm, all: StrategyArm): Text {
  const [ours, theirs] = [reverse, all].map((arm) => formatFigure(operations(arm)));
  const controls = formatFigure(reverse.controls / reverse.connects);
  return {
    ko: `접속 한 번의 비용은 ${ours}번이고, 그 가운데 다른 서버에 보내는 메시지가 ${controls}번이에요(모든 친구: ${theirs}번).`,
    en: `A connecting phone cost ${ours} operations, ${controls} of them messages to other servers (every friend: ${theirs}).`,
  };
}

function strangers({ strangers: seen }: StrategyArm): Text[] {
  if (seen === 0) return [];
  return [
    {
      ko: `이제 친구가 아닌 사람의 위치가 ${seen}번 보였어요.`,
      en: `The position of somebody who was no friend any more was shown ${seen} times.`,
    },
  ];
}

/** The first share of active users, in the model, from which subscribing to everybody asks less. */
export function turnsAt(data: TurningData): number | null {
  const [first] = data;
  const sameSession = data.filter(({ sessionMs }) => sessionMs === first?.sessionMs);
  const turned = sameSession.find(({ operations: each }) => each['active-reverse'] > each.all);
  return turned?.activeShare ?? null;
}

function turningPoint(turning: TurningData | null): Text[] {
  if (!turning) return [];
  const at = turnsAt(turning);
  if (at === null)
    return [
      {
        ko: '모델에서는 활성 비율을 어떻게 바꾸어도 모든 친구를 구독하는 쪽의 비용이 더 컸어요.',
        en: 'In the model subscribing to everybody asked more at every share of active users.',
      },
    ];
  const share = formatFigure(100 * at, 'percent');
  return [
    {
      ko: `모델에서는 사용자의 ${share}가 접속 중이면 모든 친구를 구독하는 쪽의 비용이 더 적었어요.`,
      en: `In the model, with ${share} of the users connected, subscribing to everybody asked less.`,
    },
  ];
}
