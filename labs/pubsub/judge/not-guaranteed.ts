// C11: what was published while a subscriber was away never comes; who stays loses nothing.
import {
  countDelivery,
  formatFigure,
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
        {
          ko: '클라이언트는 저절로 다시 구독했지만, 그사이의 메시지는 돌아오지 않았어요.',
          en: 'The client subscribed again by itself; that did not bring the gap back.',
        },
        stayed(lost('stays').count),
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

function silent(replies: number, lost: number): Text {
  return {
    ko: `네트워크가 말없이 끊겼을 때 PUBLISH의 응답은 그동안 모두 ${replies}번 받았다고 세었고, 사라진 메시지는 ${lost}건이에요.`,
    en: `On a silently dead network the replies of PUBLISH counted ${replies} receptions while ${lost} messages were lost.`,
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
