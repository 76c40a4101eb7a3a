// C22: subscribing to every friend wastes resources, if most of what is subscribed has nobody who would publish.
import { formatFigure, judgeOf, ran, type Text } from '../../../src/kit/judge.ts';
import type { CostsData, NearbyTried, StrategyArm } from '../data.ts';
import type { params } from '../settings.ts';
import { armOf, operations, thrownAway } from './days.ts';
import { furtherBytes } from './subscription-bytes.ts';

const mostlyIdle = 0.5;
const hardlyIdle = 0.2;
const enoughChannels = 100;

export const wasteful = judgeOf<NearbyTried, typeof params>()(
  ['strategies'],
  'held',
  ({ strategies, costs }) => {
    const [all, reverse] = [armOf(strategies, 'all'), armOf(strategies, 'active-reverse')];
    if (!all || !reverse || all.channels < enoughChannels)
      return { verdict: 'inconclusive', evidence: { headline: tooFew, points: [] } };
    const idleShare = all.idle / all.channels;
    return {
      verdict: idleShare > mostlyIdle ? 'held' : idleShare < hardlyIdle ? 'refuted' : 'inconclusive',
      evidence: {
        headline: {
          ko: `구독한 채널 ${count(all.channels)}개 가운데 ${count(all.idle)}개(${formatFigure(100 * idleShare, 'percent')})는 주인이 접속해 있지 않았어요.`,
          en: `Of ${count(all.channels)} channels subscribed ${count(all.idle)} (${formatFigure(100 * idleShare, 'percent')}) had nobody connected who would publish.`,
        },
        points: [fewer(reverse), calls(all, reverse), ...memory(all, ran(costs)), ...beyond(reverse)],
      },
    };
  },
);

const count = (figure: number): string => formatFigure(Math.round(figure), 'count');

const tooFew: Text = {
  ko: '구독이 너무 적어서 판단할 수 없어요.',
  en: 'Too few subscriptions to judge by.',
};

function fewer({ channels, idle }: StrategyArm): Text {
  return {
    ko: `역방향까지 쓰면 채널 ${count(channels)}개로 되고, 그 가운데 ${idle < 0.5 ? '쉬는 것이 없었어요' : `${count(idle)}개가 쉬었어요`}.`,
    en: `With the reverse subscription ${count(channels)} channels did, ${count(idle)} of them idle.`,
  };
}

function calls(all: StrategyArm, reverse: StrategyArm): Text {
  const [many, few] = [all, reverse].map((arm) => formatFigure(operations(arm)));
  return {
    ko: `휴대폰 한 대가 접속할 때마다 구독과 해제, 서버 사이의 메시지가 ${many}번, 역방향은 ${few}번이었어요.`,
    en: `Each connecting phone cost ${many} subscribes, unsubscribes and messages between servers; with reverse ${few}.`,
  };
}

function memory({ idle }: StrategyArm, costs: CostsData | null): Text[] {
  const each = costs && furtherBytes(costs);
  if (!each) return [];
  const [one, total] = [
    formatFigure(Math.round(each), 'bytes'),
    formatFigure(Math.round(idle * each), 'bytes'),
  ];
  return [
    {
      ko: `구독 하나는 ${one}였어요. 쉬는 채널에 곱하면 ${total} 정도예요.`,
      en: `A subscription held ${one} (measured): times the idle ones that is ${total}.`,
    },
  ];
}

/** What no way of subscribing saves: a friend's channel says nothing of how far they are. */
function beyond(reverse: StrategyArm): Text[] {
  const share = thrownAway(reverse);
  if (share === null) return [];
  const percent = formatFigure(100 * share, 'percent');
  return [
    {
      ko: `역방향으로도 휴대폰에 온 위치의 ${percent}는 8 km 밖의 친구라서 화면에 나오지 않았어요.`,
      en: `With reverse, too, ${percent} of what came to phones was from beyond 8 km: they threw it away.`,
    },
  ];
}
