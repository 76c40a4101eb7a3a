// C13: whoever sends does not wait for the work, and what was accepted is done, whoever dies.
import {
  differenceOf,
  formatFigure,
  formatQuantity,
  judgeOf,
  ran,
  ratioText,
  type Text,
  type Verdict,
} from '../../../src/kit/judge.ts';
import type { BurstData, FailureData, QueueTried, SynchronousData } from '../data.ts';
import type { params } from '../settings.ts';
import { burstOf, deathOf, medianWaitMs, waitRatio } from './figures.ts';

/** With fewer orders, or none in the hands of whoever died, nothing is shown. */
const enoughAccepted = 10;
const enoughInBurst = 1_000;

export const reliably = judgeOf<QueueTried, typeof params>()(
  ['synchronous'],
  'held',
  ({ synchronous, failure, burst }) => ({
    verdict: verdictOf(synchronous, ran(burst)),
    evidence: {
      headline: headline(synchronous),
      points: [...bugs(synchronous), sameWork(synchronous), ...stuck(ran(failure)), ...dropped(ran(burst))],
    },
  }),
);

const kept = ['queued', 'before-ack'] as const;

function verdictOf(data: SynchronousData, burst: BurstData | null): Verdict {
  const deaths = kept.map((death) => deathOf(data, death));
  const window = burst ? burstOf(burst, 'window') : null;
  const lost = deaths.reduce((sum, death) => sum + (death?.lost.count ?? 0), 0) + (window?.lost ?? 0);
  if (lost > 0) return 'refuted';
  const shown = deaths.every(
    (death) => death !== null && death.acknowledged >= enoughAccepted && death.unfinished > 0,
  );
  if (!shown || (window && window.confirmed < enoughInBurst)) return 'inconclusive';
  const difference = differenceOf(waitRatio(data, 'medianMs'));
  if (difference === 'less') return 'refuted';
  return difference === 'greater' ? 'held' : 'inconclusive';
}

function headline(data: SynchronousData): Text {
  const [works, queued] = (['synchronous', 'queued'] as const).map((way) =>
    formatQuantity(medianWaitMs(data, way), 'ms'),
  );
  const death = deathOf(data, 'queued');
  const [lost, unfinished] = [death?.lost.count ?? 0, death?.unfinished ?? 0];
  const fate =
    lost === 0
      ? {
          ko: `워커가 죽었을 때 남은 ${unfinished}건은 하나도 잃지 않았어요.`,
          en: `None of the ${unfinished} left when the worker died was lost.`,
        }
      : {
          ko: `워커가 죽자 받은 주문 ${lost}건을 잃었어요.`,
          en: `${lost} accepted orders were lost when the worker died.`,
        };
  return {
    ko: `손님은 ${works} 대신 ${queued} 기다렸어요. ${fate.ko}`,
    en: `The caller waited ${queued} instead of ${works}. ${fate.en}`,
  };
}

/** A queue alone keeps nothing: it depends on when the worker acknowledges. */
function bugs(data: SynchronousData): Text[] {
  const [early, memory, twice] = [
    deathOf(data, 'acks-early')?.lost.count ?? 0,
    deathOf(data, 'in-memory')?.lost.count ?? 0,
    deathOf(data, 'before-ack')?.duplicated.count ?? 0,
  ];
  return [
    ...(early > 0
      ? [
          {
            ko: `확인부터 하는 워커가 죽으니 ${early}건을 잃었어요. 큐 없이 메모리에서 처리하면 ${memory}건이에요.`,
            en: `A worker that acknowledged first lost ${early} when it died; work in memory without a queue lost ${memory}.`,
          },
        ]
      : []),
    ...(twice > 0
      ? [
          {
            ko: `처리하고 확인하기 전에 죽으면 ${twice}건을 두 번 처리했어요.`,
            en: `Killed between the work and its acknowledgement, ${twice} was done twice.`,
          },
        ]
      : []),
  ];
}

function sameWork(data: SynchronousData): Text {
  const [waits, all] = [ratioText(waitRatio(data, 'medianMs')), ratioText(waitRatio(data, 'allDoneMs'))];
  return {
    ko: `처리하고 응답하면 맡길 때보다 ${waits.ko} 기다렸고, 모두 처리하는 데는 ${all.ko} 걸렸어요.`,
    en: `With the work before the reply the wait is ${waits.en}, the time until all was done ${all.en}.`,
  };
}

function stuck(data: FailureData | null): Text[] {
  const loop = data?.arms.find(({ onFailure }) => onFailure === 'requeue');
  if (!loop || loop.poisonDeliveries < 2) return [];
  const again = formatFigure(loop.poisonDeliveries, 'count');
  return [
    {
      ko: `실패한 주문을 큐로 돌려보내니 그 한 건만 ${again}번 배달됐고, 다른 ${loop.waiting - 1}건은 뒤에서 기다렸어요.`,
      en: `An order that failed and was requeued came ${again} times; ${loop.waiting - 1} others waited behind it.`,
    },
  ];
}

function dropped(data: BurstData | null): Text[] {
  const arm = data && burstOf(data, 'drop-head');
  if (!arm || arm.lost === 0) return [];
  const lost = formatFigure(arm.lost, 'count');
  return [
    {
      ko: `길이를 제한한 큐는 받았다고 한 ${lost}건을 말없이 버렸어요(기본 설정).`,
      en: `A queue with a maximum length dropped ${lost} that it had confirmed, without a word (the default).`,
    },
  ];
}
