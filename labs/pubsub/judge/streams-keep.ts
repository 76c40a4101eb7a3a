// C12: the same absence, with a stream: nothing lost, where Pub/Sub lost something.
import { countDelivery, type Delivery, judgeOf, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { PubsubTried, StreamFault } from '../data.ts';
import type { params } from '../settings.ts';

export const streamsKeep = judgeOf<PubsubTried, typeof params>()(
  ['away', 'streams'],
  'held',
  ({ away, streams }) => {
    const count = (fault: StreamFault) => {
      const arm = streams.find((candidate) => candidate.fault === fault);
      return arm ? countDelivery(arm.history) : null;
    };
    const pubsubCut = away.find((arm) => arm.absence === 'cut');
    const pubsubLost = pubsubCut ? countDelivery(pubsubCut.history).lost.count : 0;
    const [cut, dies] = [count('cut'), count('dies')];
    return {
      verdict: verdictOf(pubsubLost, cut, dies),
      evidence: {
        headline: sameCut(pubsubLost, cut?.lost.count ?? 0),
        points: [
          ...(dies ? [consumerDied(dies)] : []),
          ...serverKilled(count('killed-without-aof'), count('killed-with-aof')),
        ],
      },
    };
  },
);

function verdictOf(pubsubLost: number, cut: Delivery | null, dies: Delivery | null): Verdict {
  if (!cut || !dies || pubsubLost === 0) return 'inconclusive';
  return cut.lost.count + dies.lost.count === 0 ? 'held' : 'refuted';
}

function sameCut(pubsub: number, stream: number): Text {
  return stream === 0
    ? {
        ko: `똑같이 끊겼을 때 Pub/Sub은 ${pubsub}건을 잃었고 스트림은 하나도 잃지 않았어요.`,
        en: `Under the same cut Pub/Sub lost ${pubsub}, the stream nothing.`,
      }
    : {
        ko: `똑같이 끊겼을 때 Pub/Sub은 ${pubsub}건, 스트림은 ${stream}건을 잃었어요.`,
        en: `Under the same cut Pub/Sub lost ${pubsub}, the stream ${stream}.`,
      };
}

function consumerDied({ lost, duplicated }: Delivery): Text {
  const ko = lost.count === 0 ? '잃은 메시지는 없고' : `${lost.count}건을 잃고`;
  return {
    ko: `소비자가 XACK 전에 죽었을 때 ${ko} 중복이 ${duplicated.count}건 생겼어요.`,
    en: `A consumer that died before XACK lost ${lost.count} and brought ${duplicated.count} duplicates.`,
  };
}

/** Both are missing on the learner's own server. */
function serverKilled(bare: Delivery | null, durable: Delivery | null): Text[] {
  if (!bare || !durable) return [];
  const kept = durable.lost.count === 0 ? '하나도 잃지 않았어요' : `${durable.lost.count}건을 잃었어요`;
  return [
    {
      ko: `서버를 kill -9로 죽였더니 AOF 없이는 ${bare.sent}건 가운데 ${bare.lost.count}건을 잃었고, everysec으로는 ${kept}.`,
      en: `After kill -9 of the server ${bare.lost.count} of ${bare.sent} were gone without an AOF, ${durable.lost.count} with everysec.`,
    },
  ];
}
