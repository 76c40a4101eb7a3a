// C15: what batches do for Kafka, and whether somebody new can read everything again. Beside systems whose yes outlives
// the process, too; where Node was at its limit first, the order between brokers cannot be told.
import {
  clientBoundFrom,
  formatFigure,
  formatQuantity,
  judgeOf,
  median,
  type PairedRatio,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { DeliveryTried, Paced, Replay, SpeedArm, SpeedData } from '../data.ts';
import type { params } from '../settings.ts';
import { survivors, systemWords } from '../words.ts';
import { armsOf, ratioOf } from './cells.ts';

export const streaming = judgeOf<DeliveryTried, typeof params>()(['speed'], 'held', ({ speed }) => {
  const kafka = armsOf(speed, 'kafka-all');
  const [one, many] = [kafka.at(0), kafka.at(-1)];
  const gain = one && many && one !== many ? ratioOf(many, one) : null;
  const rival = many ? fastestRival(speed, many) : null;
  const against = many && rival ? ratioOf(many, rival) : null;
  return {
    verdict: verdictOf(gain, against, [many, rival], speed.replay),
    evidence: {
      headline: headlineOf(one, many, gain),
      points: [
        ...(speed.replay ? [replayed(speed.replay)] : []),
        ...(many && rival && against ? [beside(many, rival, against)] : []),
      ],
    },
  };
});

const isBound = (arm: SpeedArm | undefined | null) => (arm?.clientBusyShare ?? 0) > clientBoundFrom;

function verdictOf(
  gain: PairedRatio | null,
  against: PairedRatio | null,
  deciding: readonly (SpeedArm | undefined | null)[],
  replay: Replay | null,
): Verdict {
  if (!gain?.interval || !replay) return 'inconclusive';
  if (gain.interval.high < 1 || replay.read < replay.stored || replay.reordered > 0) return 'refuted';
  if (gain.interval.low <= 1 || deciding.some(isBound)) return 'inconclusive';
  // Behind another on one node it may still be made for many: of those there are none here.
  return against?.interval && against.interval.low > 1 ? 'held' : 'inconclusive';
}

/** Of the others whose yes outlives a kill -9 the one that is fastest at this size of batch. */
function fastestRival({ arms }: SpeedData, { batch }: SpeedArm): SpeedArm | null {
  const others = arms.filter(
    (arm) => arm.batch === batch && survivors.includes(arm.system) && !arm.system.startsWith('kafka'),
  );
  return others.toSorted((a, b) => speedOf(b) - speedOf(a))[0] ?? null;
}

export const speedOf = ({ perSecond }: Paced) => median(perSecond.filter((figure) => figure !== null)) ?? 0;

export const interval = ({ ratio, interval: found }: PairedRatio): Text => {
  const figure = formatFigure(ratio);
  if (!found) return { ko: `${figure}배`, en: `${figure} ×` };
  const [low, high] = [formatFigure(found.low), formatFigure(found.high)];
  return { ko: `${figure}배(95% 신뢰구간 ${low}~${high}배)`, en: `${figure} × (${low} to ${high})` };
};

function headlineOf(one: SpeedArm | undefined, many: SpeedArm | undefined, gain: PairedRatio | null): Text {
  if (!one || !many || !gain)
    return {
      ko: '이번에는 Kafka를 여러 묶음 크기로 재지 않았어요.',
      en: 'This run did not measure Kafka with several sizes of batches.',
    };
  const times = interval(gain);
  const [slow, fast] = [one, many].map((arm) => formatQuantity(speedOf(arm), 'perSecond'));
  return {
    ko: `Kafka(acks=all)의 처리량은 ${one.batch}건씩 보낼 때 ${slow}, ${many.batch}건씩 보낼 때 ${fast} 정도예요. 묶자 ${times.ko} 수준이 됐어요.`,
    en: `Kafka (acks=all) takes ${slow} in batches of ${one.batch} and ${fast} in batches of ${many.batch}: ${times.en}.`,
  };
}

function replayed({ stored, read, reordered, elapsedMs }: Replay): Text {
  const took = formatQuantity(elapsedMs, 'ms');
  const [all, got] = [formatFigure(stored, 'messages'), formatFigure(read, 'messages')];
  return read >= stored && reordered === 0
    ? {
        ko: `이미 읽은 ${all}건을 새 그룹이 처음부터 순서대로 다시 읽었어요(${took}).`,
        en: `A new group read all ${all} again from the beginning, in order (${took}), after others had read them.`,
      }
    : {
        ko: `새 그룹은 ${all}건 가운데 ${got}건을 다시 읽었고, ${reordered}건은 순서가 달랐어요.`,
        en: `A new group read ${got} of ${all} again, ${reordered} of them out of order.`,
      };
}

function beside(many: SpeedArm, rival: SpeedArm, against: PairedRatio): Text {
  const name = systemWords[rival.system];
  const times = interval(against);
  const bound = isBound(many) || isBound(rival);
  const [ko, en] = bound
    ? [
        ' Node가 먼저 한계에 닿아서 브로커의 순서는 알 수 없어요.',
        ' Node was at its limit first: of the brokers it tells nothing.',
      ]
    : [' 노드 하나, 파티션 하나에서 잰 비율이에요.', ' That is of one node and one partition.'];
  return {
    ko: `${many.batch}건씩 보낼 때의 처리량은 ${name.ko} 대비 ${times.ko} 수준이에요.${ko}`,
    en: `In batches of ${many.batch} it is ${times.en} of ${name.en}.${en}`,
  };
}
