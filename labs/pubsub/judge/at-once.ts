// C10: everybody who listens gets everything, in order, before a person would notice.
import {
  formatFigure,
  formatQuantity,
  Histogram,
  judgeOf,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { FanOutArm, PubsubTried } from '../data.ts';
import type { params } from '../settings.ts';

/** "At once" to a person: Nielsen, Usability Engineering (1993), ch. 5; Miller, AFIPS 33 (1968). */
const atOnceMs = 100;
/** Below this a 99th percentile is a guess. */
const enoughSamples = 1_000;

export const atOnce = judgeOf<PubsubTried, typeof params>()(['fan-out'], 'held', ({ 'fan-out': arms }) => {
  const awaited = arms.filter((arm) => arm.publisher === 'awaits');
  const all = new Histogram();
  for (const arm of awaited) all.merge(Histogram.fromJSON(arm.latency));
  const sum = (field: 'missed' | 'reordered' | 'deliveries') =>
    arms.reduce((total, arm) => total + arm[field], 0);
  const [missed, reordered] = [sum('missed'), sum('reordered')];
  const worstP99Ms = Math.max(...awaited.map((arm) => Histogram.fromJSON(arm.latency).percentile(99) / 1e6));
  const [p50, p99] = [all.percentile(50) / 1e6, worstP99Ms].map((ms) => formatQuantity(ms, 'ms'));
  const deliveries = formatFigure(sum('deliveries'), 'count');
  const waited = formatFigure(all.count, 'count');
  return {
    verdict: verdictOf(missed + reordered, all.count, worstP99Ms),
    evidence: {
      headline: {
        ko: `응답을 기다리며 발행한 메시지의 99%가 ${p99} 안에 도착했어요(사람이 느끼는 한계는 ${atOnceMs} ms).`,
        en: `99 % of what a waiting publisher sent arrived within ${p99}, also in the slowest arm (a person notices from ${atOnceMs} ms on).`,
      },
      points: [
        {
          ko: `그 ${waited}건 가운데 절반은 ${p50} 안에 도착했어요.`,
          en: `Of those ${waited} deliveries half arrived within ${p50}.`,
        },
        arrived(deliveries, missed, reordered),
        ...slopeOf(awaited),
      ],
    },
  };
});

function verdictOf(wrong: number, samples: number, worstP99Ms: number): Verdict {
  if (wrong > 0) return 'refuted';
  if (samples < enoughSamples) return 'inconclusive';
  return worstP99Ms <= atOnceMs ? 'held' : 'refuted';
}

function arrived(deliveries: string, missed: number, reordered: number): Text {
  return missed + reordered === 0
    ? {
        ko: `파이프라인까지 모두 ${deliveries}건을 전달했고, 빠지거나 순서가 바뀐 것은 하나도 없어요.`,
        en: `All ${deliveries} deliveries, pipelined ones too, came, and in order.`,
      }
    : {
        ko: `${deliveries}건을 전달하는 동안 빠진 메시지는 ${missed}건, 순서가 바뀐 메시지는 ${reordered}건이에요.`,
        en: `Among ${deliveries} deliveries ${missed} were missing and ${reordered} out of order.`,
      };
}

/** How much later the last subscriber gets it for each one more, between the smallest and the largest crowd. */
function slopeOf(awaited: readonly FanOutArm[]): Text[] {
  const [smallest, largest] = [awaited[0], awaited.at(-1)];
  if (!smallest || !largest || smallest.subscribers === largest.subscribers) return [];
  const lastUs = (arm: FanOutArm) => Histogram.fromJSON(arm.latencyOfLast).percentile(50) / 1e3;
  const perSubscriber = (lastUs(largest) - lastUs(smallest)) / (largest.subscribers - smallest.subscribers);
  const slope = formatQuantity(perSubscriber, 'us');
  const [few, many] = [smallest.subscribers, largest.subscribers];
  return [
    {
      ko: `구독자 ${few}명과 ${many}명을 비교하면, 한 명 늘 때마다 마지막 사람은 약 ${slope} 늦게 받았어요.`,
      en: `Between ${few} and ${many} subscribers each further one made the last wait about ${slope} longer.`,
    },
  ];
}
