// The same callers and larger and larger pools.
import { type Block, formatFigure, type Shown, type Text } from '../../../src/kit/judge.ts';
import type { Cell, Knee, KneeData } from '../data.ts';
import { smallestGoodPool, smallestThatKeepsUp } from '../judge/smallest-good-pool.ts';
import type { params } from '../settings.ts';
import { atRoundTrip, networkName, wasDistant } from '../words.ts';
import { kneeOf } from './knee-table.ts';
import { neededTable } from './needed-table.ts';
import { qualityOf } from './quality.ts';
import { placeId } from './row-id.ts';

export const kneeShown: Shown<KneeData, typeof params> = {
  title: { ko: '풀의 크기', en: 'Pool size' },
  aim: {
    ko: '풀을 키우면 처리량이 어디까지 느는지 봐요.',
    en: 'How far does throughput grow with the pool?',
  },
  predict: {
    prompt: {
      ko: '호출자 50명이 같은 컴퓨터의 Redis를 풀로 써요. 풀을 1개에서 64개까지 키우면 처리량은 어떻게 될까요?',
      en: 'Fifty callers use a Redis on the same machine through a pool. It grows from 1 to 64 connections. What becomes of the throughput?',
    },
    choices: [
      {
        id: 'keeps-growing',
        label: {
          ko: '끝까지 늘어요. 연결이 많을수록 좋아요',
          en: 'It grows to the end: the more the better',
        },
        misconception: {
          ko: '별표(*)가 붙은 줄에서는 클라이언트에 쉴 틈이 없었어요. 거기서 연결을 더 늘렸을 때 처리량도 늘었는지 표에서 보세요.',
          en: 'In rows with a star (*) the client had no time to rest. See in the table whether more connections brought anything there.',
        },
      },
      {
        id: 'flattens',
        label: { ko: '작은 크기에서 벌써 거의 다 늘어요', en: 'A small pool already gets nearly all of it' },
      },
    ],
    offWhen: ({ concurrency, pool, rtt }, data) =>
      concurrency.includes(50) && pool.includes(1) && Math.max(...pool) === 64 && rtt.includes(0)
        ? wasDistant(data?.knees.map(({ cell: { roundTrip } }) => roundTrip) ?? [])
        : {
            ko: '질문은 같은 컴퓨터의 호출자 50명과 1개에서 64개까지의 풀을 말하는데, 이번 설정은 달라서 채점하지 않았어요.',
            en: 'Not graded: the question speaks of 50 callers and pools from 1 to 64 on one machine; this run had others.',
          },
    answer: ({ knees }) => {
      const cell = knees.find(({ cell: { roundTrip } }) => !roundTrip?.addedMs)?.cell;
      const smallest = cell && smallestGoodPool(cell)?.poolSize;
      if (!cell || !smallest) return null;
      const largest = Math.max(...cell.arms.map(({ poolSize }) => poolSize ?? 0));
      return smallest <= largest / 4 ? 'flattens' : smallest === largest ? 'keeps-growing' : null;
    },
  },
  headline: ({ knees, needed = [] }) => {
    const size = knees[0] && smallestGoodPool(knees[0].cell)?.poolSize;
    if (!size) return { ko: '풀의 크기를 재지 못했어요', en: 'no pool size could be measured' };
    const callers = knees[0]?.cell.callers ?? 0;
    const farthest = needed.at(-1);
    const enough = farthest && smallestThatKeepsUp(farthest);
    if (!enough)
      return {
        ko: `호출자 ${callers}명에게는 연결 ${size}개면 충분했어요`,
        en: `${size} connections are enough for ${callers} callers`,
      };
    const [rate, at] = [formatFigure(farthest.perSecond, 'count'), atRoundTrip(farthest.roundTrip)];
    return {
      ko: `호출자 ${callers}명에게는 연결 ${size}개, ${at.ko} 초당 ${rate}번에는 ${enough}개면 충분했어요`,
      en: `enough: ${size} connections for ${callers} callers, ${enough} for ${rate}/s ${at.en}`,
    };
  },
  show: ({ knees, needed = [] }) => [...knees.flatMap(kneeBlocks), ...neededTable(needed)],
  quality: ({ knees, harnessNs }) =>
    qualityOf(
      knees.map(({ cell }) => cell),
      harnessNs,
    ),
};

function kneeBlocks({ cell, leftOut }: Knee): Block[] {
  if (!cell.roundTrip || cell.arms.length === 0) return [];
  const network = networkName(cell.roundTrip);
  const title = {
    ko: `풀의 크기, 호출자 ${cell.callers}명 (${network.ko})`,
    en: `Pool size, ${cell.callers} callers (${network.en})`,
  };
  return kneeOf(cell, `knee-${placeId(cell)}`, title, [kneeNote(cell), ...leftOutNote(leftOut)]);
}

function kneeNote(cell: Cell): Text {
  const knee = smallestGoodPool(cell);
  if (!knee) return { ko: '재지 못했어요.', en: 'Nothing was measured.' };
  return {
    ko: `꺾이는 지점(knee)은 ${knee.poolSize}개예요. 가장 나은 풀의 90%를 해내는 가장 작은 크기를 말해요.`,
    en: `The knee is at ${knee.poolSize}, the smallest pool with 90% of the best one's throughput.`,
  };
}

function leftOutNote(leftOut: readonly number[]): Text[] {
  if (leftOut.length === 0) return [];
  const list = leftOut.join(', ');
  return [
    {
      ko: `크기 ${list}: 기다리는 줄이 길어서 짧은 시행으로는 제대로 잴 수 없어 뺐어요. --trial을 늘리면 재요.`,
      en: `Left out, because the queue is too long for a short trial: ${list}. A longer --trial measures them.`,
    },
  ];
}
