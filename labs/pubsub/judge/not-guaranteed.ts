// C11: what was published while a subscriber was away never comes; who stays loses nothing.
import {
  countDelivery,
  formatFigure,
  formatQuantity,
  judgeOf,
  lengthOf,
  ran,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { Absence, AwayArm, PubsubTried } from '../data.ts';
import type { params } from '../settings.ts';
import { listSpans } from '../words.ts';
import { slowHistory } from './slow-history.ts';

const absent = ['disconnects', 'cut', 'silent'] as const;

export const notGuaranteed = judgeOf<PubsubTried, typeof params>()(['away'], 'held', ({ away, slow }) => {
  const lost = (absence: Absence) => lostBy(away, absence);
  const cutArm = away.find((arm) => arm.absence === 'cut');
  const sentInGap = lengthOf(cutArm?.gap ?? []);
  const cut = lost('cut');
  const which = listSpans(cut.ids);
  const slowData = ran(slow);
  const slowly = slowData ? countDelivery(slowHistory(slowData)).lost.count : null;
  return {
    verdict: verdictOf(away, lost),
    evidence: {
      headline:
        cut.count > 0
          ? {
              ko: `끊긴 사이에 발행된 ${sentInGap}건 가운데 ${cut.count}건이 끝내 오지 않았어요(${which.ko}).`,
              en: `Of ${sentInGap} messages sent while it was cut off, ${cut.count} never came (${which.en}).`,
            }
          : {
              ko: `끊긴 사이에 발행된 ${sentInGap}건을 하나도 잃지 않았어요.`,
              en: `None of the ${sentInGap} messages sent while it was cut off was lost.`,
            },
      points: [
        stayed(lost('stays').count),
        ...silenceHealed(away.find((arm) => arm.absence === 'silent-heals')),
        silent(away.find((arm) => arm.absence === 'silent')?.repliesInGap ?? 0, lost('silent').count),
        ...(slowly === null ? [] : [stoppedReading(slowly)]),
      ],
    },
  };
});

function lostBy(away: readonly AwayArm[], absence: Absence) {
  const arm = away.find((candidate) => candidate.absence === absence);
  return arm ? countDelivery(arm.history).lost : { count: 0, ids: [] };
}

function verdictOf(away: readonly AwayArm[], lost: (absence: Absence) => { count: number }): Verdict {
  const gapIsEmpty = away.some((arm) => arm.gap.length === 0);
  // The yardstick itself is off: the loss could have another cause.
  if (gapIsEmpty || lost('stays').count > 0) return 'inconclusive';
  return absent.some((absence) => lost(absence).count > 0) ? 'held' : 'refuted';
}

function stayed(lost: number): Text {
  return lost === 0
    ? {
        ko: '자리를 지킨 구독자는 하나도 잃지 않았어요.',
        en: 'A subscriber that stayed lost nothing.',
      }
    : { ko: `자리를 지킨 구독자도 ${lost}건을 잃었어요.`, en: `A subscriber that stayed lost ${lost}, too.` };
}

/** Older records have no such arm. */
function silenceHealed(arm: AwayArm | undefined): Text[] {
  if (!arm) return [];
  const lost = countDelivery(arm.history).lost.count;
  const late = formatQuantity(arm.latestMs ?? 0, 'ms');
  return [
    lost === 0
      ? {
          ko: `네트워크가 조용했다가 되살아나자, 하나도 잃지 않고 늦기만 했어요(최대 ${late}).`,
          en: `A network that was silent and healed lost nothing: it was late (up to ${late}).`,
        }
      : {
          ko: `네트워크가 조용했다가 되살아났는데도 ${lost}건을 잃었어요.`,
          en: `A network that was silent and healed lost ${lost}.`,
        },
  ];
}

function silent(replies: number, lost: number): Text {
  return {
    ko: `조용한 채로 연결을 포기하자 ${lost}건이 사라졌어요. 그동안 PUBLISH의 응답은 모두 ${replies}번 넘겨줬다고 세었어요.`,
    en: `One that stayed silent until it was given up lost ${lost}, while the replies of PUBLISH counted ${replies} handed over.`,
  };
}

function stoppedReading(lost: number): Text {
  const count = formatFigure(lost, 'count');
  return lost === 0
    ? {
        ko: '읽지 않는 구독자는 하나도 잃지 않았어요.',
        en: 'A subscriber that stopped reading lost nothing.',
      }
    : {
        ko: `읽지 않는 구독자는 ${count}건을 잃었어요.`,
        en: `A subscriber that stopped reading lost ${count}.`,
      };
}
