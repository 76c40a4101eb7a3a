// C24: 100 million channels and 14 million pushes a second need 140 Pub/Sub servers. A sum, redone with what one server
// did here: it is refuted where the answer lies far from 140 although nothing but the measured constant was put in.
import { formatFigure, judgeOf, ran, type Text } from '../../../src/kit/judge.ts';
import type { CostsData, NearbyTried, StrategiesData } from '../data.ts';
import type { params } from '../settings.ts';
import { armOf } from './days.ts';
import { furtherBytes } from './subscription-bytes.ts';
import { book, capacityOf, loadOf, type Servers, serversFor } from './sum.ts';

/** Within this factor of the book's 140 a sum of this kind agrees with it. */
const agrees = 2;

export const servers = judgeOf<NearbyTried, typeof params>()(
  ['costs'],
  'refuted',
  ({ costs, strategies }, inputs) => {
    const load = loadOf(inputs);
    const [awaited, pipelined] = [capacityOf(costs, 'awaits'), capacityOf(costs, 'pipelines')];
    if (!awaited || !pipelined)
      return { verdict: 'inconclusive', evidence: { headline: nothing, points: [] } };
    const [slow, fast] = [awaited, pipelined].map(({ perSecond }) =>
      serversFor(load.pushesPerSecond, perSecond),
    ) as [Servers, Servers];
    const [few, many] = [fast, slow].map(({ count }) => formatFigure(Math.ceil(count), 'count'));
    const pushes = formatFigure(Math.round(load.pushesPerSecond), 'count');
    return {
      verdict: verdictOf(fast),
      evidence: {
        headline: {
          ko: `초당 푸시 ${pushes}건에 파이프라인이면 ${few}대, 하나씩 기다리면 ${many}대예요.`,
          en: `${pushes} pushes a second take ${few} servers if one pipelines, ${many} if one waits for each reply.`,
        },
        points: [
          constant(awaited.perSecond.mean, pipelined.perSecond.mean),
          ...memory(costs, load.subscriptions),
          ...receivers(ran(strategies)),
        ],
      },
    };
  },
);

const nothing: Text = { ko: '측정한 것이 없어요.', en: 'Nothing was measured.' };

function verdictOf({ low, high }: Servers) {
  if (low === null || high === null) return 'inconclusive';
  if (high < book.servers / agrees || low > book.servers * agrees) return 'refuted';
  return low > book.servers / agrees && high < book.servers * agrees ? 'held' : 'inconclusive';
}

function constant(awaited: number, pipelined: number): Text {
  const [slow, fast, theirs] = [awaited, pipelined, book.pushesPerSecondPerServer].map((figure) =>
    formatFigure(Math.round(figure), 'count'),
  );
  return {
    ko: `책은 서버 한 대에 초당 ${theirs}건을 넣었어요. 여기서는 하나씩 ${slow}건, 파이프라인으로 ${fast}건이었어요.`,
    en: `The book puts ${theirs} a second on a server; here it was ${slow} one by one and ${fast} pipelined.`,
  };
}

function memory(costs: CostsData, subscriptions: number): Text[] {
  const bytes = furtherBytes(costs);
  if (bytes === null) return [];
  const [here, total] = [
    formatFigure(Math.round(bytes), 'bytes'),
    formatFigure(subscriptions * bytes, 'bytes'),
  ];
  return [
    {
      ko: `구독 하나에 책은 ${book.bytesPerSubscription}바이트를 넣었는데, 여기서는 ${here}였어요. 구독 전체로는 ${total} 정도예요(모델).`,
      en: `A subscription takes ${book.bytesPerSubscription} bytes in the book and ${here} here; all of them ${total} (model).`,
    },
  ];
}

/** Redis sees servers, not people. */
function receivers(strategies: StrategiesData | null): Text[] {
  const arm = strategies && armOf(strategies, 'active-reverse');
  if (!arm || arm.reports === 0) return [];
  const [people, copies] = [arm.pushed / arm.reports, arm.delivered / arm.reports].map((figure) =>
    formatFigure(figure),
  );
  return [
    {
      ko: `위치 한 건은 휴대폰 ${people}대에 갔지만 Redis는 서버 ${copies}대에만 복사했어요.`,
      en: `A report went to ${people} phones, and Redis copied it to ${copies} servers.`,
    },
  ];
}
