// The judge. Nothing is measured here: the data comes in, what it says about each claim goes out.
import {
  type Check,
  countDelivery,
  type Findings,
  formatFigure,
  formatQuantity,
  Histogram,
  lengthOf,
  type Text,
} from '../../src/lab-kit.ts';
import type { AwayArm } from './away.ts';
import { blocksOf } from './blocks.ts';
import type { FanOutArm } from './fan-out.ts';
import type { PubsubData } from './run.ts';
import { slowHistory } from './sequence.ts';
import type { StreamArm } from './streams.ts';
import { listSpans } from './words.ts';

/** "At once" to a person: Nielsen, Usability Engineering (1993), ch. 5; Miller, AFIPS 33 (1968). */
const atOnceMs = 100;
/** Below this a 99th percentile is a guess. */
const enoughSamples = 1_000;

export function interpret(data: PubsubData): Findings {
  const warnings: Text[] = [];
  if (data.slow === null) warnings.push(skippedOnOwn);
  const checks = [judgeAtOnce(data.fanOut), judgeNotGuaranteed(data), judgeStreams(data)];
  return {
    checks,
    blocks: blocksOf(data),
    warnings,
    answer: answerOf(data),
    why: checks.every((check) => check.verdict === 'held') ? why : unexpected,
    caveat,
  };
}

/** C10: everybody who listens gets everything, in order, before a person would notice. */
function judgeAtOnce(arms: readonly FanOutArm[]): Check {
  const awaited = arms.filter((arm) => arm.publisher === 'awaits');
  const all = new Histogram();
  for (const arm of awaited) all.merge(Histogram.fromJSON(arm.latency));
  const missed = arms.reduce((sum, arm) => sum + arm.missed, 0);
  const reordered = arms.reduce((sum, arm) => sum + arm.reordered, 0);
  const worstP99Ms = Math.max(...awaited.map((arm) => Histogram.fromJSON(arm.latency).percentile(99) / 1e6));
  const deliveries = formatFigure(
    arms.reduce((sum, arm) => sum + arm.deliveries, 0),
    'count',
  );
  const verdict =
    missed > 0 || reordered > 0
      ? 'refuted'
      : all.count < enoughSamples
        ? 'inconclusive'
        : worstP99Ms <= atOnceMs
          ? 'held'
          : 'refuted';
  const p50 = formatQuantity(all.percentile(50) / 1e6, 'ms');
  const p99 = formatQuantity(worstP99Ms, 'ms');
  const slope = costPerSubscriberUs(awaited);
  const added: Text =
    slope === null
      ? { ko: '', en: '' }
      : {
          ko: ` 구독자가 한 명 늘 때마다 마지막 사람은 약 ${formatQuantity(slope, 'us')} 늦게 받아요.`,
          en: ` Each further subscriber makes the last one wait about ${formatQuantity(slope, 'us')} longer.`,
        };
  return {
    claim: 'C10',
    verdict,
    evidence: {
      ko: `듣고 있던 구독자에게 ${deliveries}건을 전달했고, 빠진 것 ${missed}건, 순서가 바뀐 것 ${reordered}건이에요. 절반은 ${p50} 안에, 구독자가 가장 많을 때도 99%는 ${p99} 안에 받았어요(사람이 느끼는 한계 ${atOnceMs} ms).${added.ko}`,
      en: `${deliveries} deliveries to those who listened: ${missed} missing, ${reordered} out of order. Half within ${p50}; 99 % within ${p99} even in the slowest arm (a person notices from ${atOnceMs} ms on).${added.en}`,
    },
  };
}

/** How much later the last subscriber gets it for each one more, between the smallest and the largest crowd. */
function costPerSubscriberUs(awaited: readonly FanOutArm[]): number | null {
  const [smallest, largest] = [awaited[0], awaited.at(-1)];
  if (!smallest || !largest || smallest.subscribers === largest.subscribers) return null;
  const lastUs = (arm: FanOutArm) => Histogram.fromJSON(arm.latencyOfLast).percentile(50) / 1e3;
  return (lastUs(largest) - lastUs(smallest)) / (largest.subscribers - smallest.subscribers);
}

/** C11: what was published while a subscriber was away never comes; who stays loses nothing. */
function judgeNotGuaranteed({ away, slow }: PubsubData): Check {
  const lost = (absence: AwayArm['absence']) => {
    const arm = away.find((candidate) => candidate.absence === absence);
    return arm ? countDelivery(arm.history).lost : { count: 0, ids: [] };
  };
  const absent = ['disconnects', 'cut', 'silent'] as const;
  const gapIsEmpty = away.some((arm) => arm.gap.length === 0);
  const verdict =
    gapIsEmpty || lost('stays').count > 0
      ? 'inconclusive' // The yardstick itself is off: the loss could have another cause.
      : absent.some((absence) => lost(absence).count > 0)
        ? 'held'
        : 'refuted';
  const sentInGap = lengthOf(away.find((arm) => arm.absence === 'cut')?.gap ?? []);
  const replies = away.find((arm) => arm.absence === 'silent')?.repliesInGap ?? 0;
  const cut = lost('cut');
  const which = cut.count > 0 ? ` (${listSpans(cut.ids)})` : '';
  const slowly = slow ? formatFigure(countDelivery(slowHistory(slow)).lost.count, 'count') : null;
  return {
    claim: 'C11',
    verdict,
    evidence: {
      ko: `연결이 끊긴 사이에 발행된 ${sentInGap}건 가운데 ${cut.count}건이 끝내 오지 않았어요${which.trimStart()}. 클라이언트는 저절로 다시 구독했어요. 자리를 지킨 구독자는 ${lost('stays').count}건을 잃었어요. 네트워크가 말없이 끊겼을 때 PUBLISH의 대답은 그동안 모두 ${replies}번 받았다고 세었고, 실제로는 ${lost('silent').count}건이 사라졌어요.${slowly === null ? '' : ` 읽지 않는 구독자는 ${slowly}건을 잃었어요.`}`,
      en: `Of ${sentInGap} messages published while the connection was cut, ${cut.count} never came${which}, though the client subscribed again by itself. A subscriber that stayed lost ${lost('stays').count}. On a silently dead network the replies of PUBLISH counted ${replies} receptions while ${lost('silent').count} messages were lost.${slowly === null ? '' : ` A subscriber that stopped reading lost ${slowly}.`}`,
    },
  };
}

/** C12: the same absence, with a stream: nothing lost, where Pub/Sub lost something. */
function judgeStreams({ away, streams }: PubsubData): Check {
  const count = (fault: StreamArm['fault']) => {
    const arm = streams.find((candidate) => candidate.fault === fault);
    return arm ? countDelivery(arm.history) : null;
  };
  const pubsubCut = away.find((arm) => arm.absence === 'cut');
  const pubsubLost = pubsubCut ? countDelivery(pubsubCut.history).lost.count : 0;
  const [cut, dies] = [count('cut'), count('dies')];
  const [bare, durable] = [count('killed-without-aof'), count('killed-with-aof')];
  const lost = (cut?.lost.count ?? 0) + (dies?.lost.count ?? 0);
  const verdict = !cut || !dies || pubsubLost === 0 ? 'inconclusive' : lost === 0 ? 'held' : 'refuted';
  const killed: Text =
    bare && durable
      ? {
          ko: ` 단, AOF만큼만 안전해요. 서버를 kill -9로 죽였더니 AOF 없이는 ${bare.sent}건 중 ${bare.lost.count}건, everysec으로는 ${durable.lost.count}건을 잃었어요.`,
          en: ` It is only as safe as the AOF: after kill -9 of the server ${bare.lost.count} of ${bare.sent} were gone without one, ${durable.lost.count} with everysec.`,
        }
      : { ko: '', en: '' };
  return {
    claim: 'C12',
    verdict,
    evidence: {
      ko: `똑같이 끊겼을 때 Pub/Sub은 ${pubsubLost}건, 스트림은 ${cut?.lost.count ?? 0}건을 잃었어요. 소비자가 XACK 전에 죽으면 유실은 ${dies?.lost.count ?? 0}건이고 중복이 ${dies?.duplicated.count ?? 0}건 생겨요.${killed.ko}`,
      en: `Under the same cut Pub/Sub lost ${pubsubLost}, the stream ${cut?.lost.count ?? 0}. A consumer that dies before XACK loses ${dies?.lost.count ?? 0} and brings ${dies?.duplicated.count ?? 0} duplicates.${killed.en}`,
    },
  };
}

/** Which of the prediction's choices the cut subscriber bore out. */
function answerOf({ away }: PubsubData): string | null {
  const cut = away.find((arm) => arm.absence === 'cut');
  const [gapFirst, gapLast] = cut?.gap[0] ?? [];
  if (!cut || gapFirst === undefined || gapLast === undefined) return null;
  const { received, lost } = countDelivery(cut.history);
  if (lost.count === 0) return 'everything';
  if (received === gapFirst - 1) return 'only-before';
  return lost.count === gapLast - gapFirst + 1 ? 'without-the-gap' : null;
}

const skippedOnOwn: Text = {
  ko: '--redis로 쓰던 Redis에서 했기 때문에 4막(느린 구독자)과 5막의 서버 죽이기는 건너뛰었어요. 설정을 바꾸거나 서버를 죽여야 하는 실험이에요.',
  en: 'Run on your own Redis (--redis): act 4 (the slow subscriber) and the killed servers of act 5 were skipped. They change settings or kill the server.',
};

const why: Text = {
  ko: 'PUBLISH는 그 순간 채널을 듣는 연결들의 출력 버퍼에 메시지를 복사하고 잊어버려요. 그래서 빠르고, 그래서 그때 없던 연결은 나중에 받을 길이 없어요. 스트림은 메시지를 먼저 저장하고 누가 어디까지 확인(XACK)했는지 기억하므로, 다시 와서 이어 받을 수 있는 대신 같은 것을 두 번 받을 수 있어요.',
  en: 'PUBLISH copies the message into the output buffer of every connection that listens at that moment, and forgets it. That makes it fast, and that is why a connection which was not there can never get it. A stream stores the message first and remembers who has acknowledged what (XACK), so a consumer can come back and go on, at the price of sometimes getting a message twice.',
};

const unexpected: Text = {
  ko: '이번 측정은 교과서와 다르거나, 판단하기에 모자랐어요. 위의 표에서 어느 칸이 다른지 먼저 찾아보세요. 컴퓨터가 바빴다면 다른 프로그램을 닫고 다시 실행해 보고, 그래도 같다면 그 칸이 새로 배울 거리예요.',
  en: 'This run did not come out as the textbook has it, or was too short to tell. Find the cell in the tables above that differs. If the machine was busy, close other programs and run it again; if it stays, that cell is what there is to learn.',
};

const caveat: Text = {
  ko: '발행자, 구독자, Redis가 모두 이 컴퓨터에 있어요. 지연 시간에는 실제 네트워크가 들어 있지 않고, 구독자가 많을 때는 Redis보다 Node가 먼저 지쳐요. kill -9는 정전이 아니에요. 정전이면 everysec도 마지막 1초쯤을 잃을 수 있어요.',
  en: 'Publisher, subscribers and Redis are all on this machine: the latencies hold no real network, and with many subscribers Node tires before Redis does. kill -9 is not a power cut: in a power cut everysec can lose about the last second.',
};
