// C12: the same absence, with a stream: nothing lost, where Pub/Sub lost something. And what that rests on.
import { countDelivery, type Delivery, judgeOf, type Text, type Verdict } from '../../../src/kit/judge.ts';
import type { PubsubTried, StreamArm, StreamFault } from '../data.ts';
import type { params } from '../settings.ts';

export const streamsKeep = judgeOf<PubsubTried, typeof params>()(
  ['away', 'streams'],
  'held',
  ({ away, streams }) => {
    const arm = (fault: StreamFault) => streams.find((candidate) => candidate.fault === fault);
    const count = (fault: StreamFault) => {
      const found = arm(fault);
      return found ? countDelivery(found.history) : null;
    };
    const pubsubCut = away.find(({ absence }) => absence === 'cut');
    const pubsubLost = pubsubCut ? countDelivery(pubsubCut.history).lost.count : 0;
    const [cut, dies] = [count('cut'), count('dies')];
    return {
      verdict: verdictOf(pubsubLost, cut, dies),
      evidence: {
        headline: sameCut(pubsubLost, cut, count('trimmed')?.lost.count ?? 0),
        points: [
          ...trimmed(arm('trimmed')),
          ...(dies ? [consumerDied(dies, count('acked-early'))] : []),
          ...claimedEarly(count('claimed-early')),
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

/** The sentence is half true: so the arm in which a stream loses silently is named beside it. */
function sameCut(pubsub: number, cut: Delivery | null, trimmed: number): Text {
  const [stream, twice] = [cut?.lost.count ?? 0, cut?.duplicated.count ?? 0];
  const again =
    twice === 0 ? { ko: '', en: '' } : { ko: `(${twice}건은 두 번 처리)`, en: ` (${twice} done twice)` };
  const but =
    trimmed === 0
      ? { ko: '', en: '' }
      : {
          ko: ` 다만 길이를 제한하자(MAXLEN) ${trimmed}건을 잃었어요.`,
          en: ` Limited in length (MAXLEN) it did lose: ${trimmed}.`,
        };
  return stream === 0
    ? {
        ko: `똑같이 끊겼을 때 Pub/Sub은 ${pubsub}건을 잃었고 스트림은 하나도 잃지 않았어요${again.ko}.${but.ko}`,
        en: `Under the same cut Pub/Sub lost ${pubsub}, the stream nothing${again.en}.${but.en}`,
      }
    : {
        ko: `똑같이 끊겼을 때 Pub/Sub은 ${pubsub}건, 스트림은 ${stream}건을 잃었어요${again.ko}.${but.ko}`,
        en: `Under the same cut Pub/Sub lost ${pubsub}, the stream ${stream}${again.en}.${but.en}`,
      };
}

/** Older records have no such arm. */
function trimmed(arm: StreamArm | undefined): Text[] {
  if (!arm) return [];
  const lost = countDelivery(arm.history).lost.count;
  if (lost === 0)
    return [
      {
        ko: '길이를 MAXLEN으로 제한해도 하나도 잃지 않았어요.',
        en: 'Limited by MAXLEN it still lost nothing.',
      },
    ];
  const { pending = 0, lag = null } = arm.group ?? {};
  const told =
    lag === null
      ? { ko: '', en: '' }
      : {
          ko: ` XINFO GROUPS에는 pending ${pending}, lag ${lag}만 남아요.`,
          en: ` All that XINFO GROUPS says is pending ${pending}, lag ${lag}.`,
        };
  return [
    {
      ko: `MAXLEN은 저장했다고 응답한 ${lost}건을 읽기 전에 잘라 냈어요.${told.ko}`,
      en: `MAXLEN trimmed ${lost} that XADD had said yes to, unread.${told.en}`,
    },
  ];
}

function consumerDied({ lost, duplicated }: Delivery, ackedEarly: Delivery | null): Text {
  const ko = lost.count === 0 ? '잃은 메시지 없이' : `${lost.count}건을 잃고`;
  const early = ackedEarly?.lost.count ?? 0;
  return {
    ko: `소비자가 XACK 전에 죽었을 때 ${ko} ${duplicated.count}건을 두 번 처리했어요.${early > 0 ? ` XACK부터 하고 죽으니 ${early}건을 잃었어요.` : ''}`,
    en: `A consumer that died before XACK lost ${lost.count} and had ${duplicated.count} done twice.${early > 0 ? ` One that sent XACK first lost ${early}.` : ''}`,
  };
}

/** The same where it came out as it should; what did not is left to the table. */
function claimedEarly(delivery: Delivery | null): Text[] {
  const twice = delivery?.duplicated.count ?? 0;
  if (twice === 0) return [];
  return [
    {
      ko: `살아 있는 소비자의 메시지를 기다리지 않고 넘겨받았더니(XAUTOCLAIM) ${twice}건을 두 번 처리했어요.`,
      en: `Claimed from a living consumer without waiting (XAUTOCLAIM), ${twice} were done twice.`,
    },
  ];
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
