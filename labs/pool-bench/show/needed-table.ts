// A rate of requests, networks of different length: the pool that the sum asks for, and the one that kept up.
import { formatFigure, type Row, type TableBlock, type Text } from '../../../src/kit/judge.ts';
import type { Needed } from '../data.ts';
import { keepsUp } from '../judge/smallest-good-pool.ts';
import { heldAtATime } from '../parts/needed-pool.ts';

export function neededTable(needed: readonly Needed[]): TableBlock[] {
  const [first] = needed;
  if (!first) return [];
  const count = formatFigure(first.perSecond, 'count');
  return [
    {
      kind: 'table',
      id: 'needed',
      title: { ko: `초당 요청 ${count}개에 필요한 풀`, en: `The pool that ${count} requests a second need` },
      columns: [
        { id: 'round-trip', title: { ko: '왕복 시간', en: 'round trip' }, unit: 'ms' },
        { id: 'held-ms', title: { ko: '연결을 잡은 시간', en: 'connection held' }, unit: 'ms' },
        { id: 'by-the-sum', title: { ko: '계산한 개수', en: 'by the sum' } },
        { id: 'pool-size', title: { ko: '풀의 크기', en: 'pool size' }, unit: 'count' },
        { id: 'per-second', title: { ko: '처리량', en: 'done' }, unit: 'perSecond' },
        { id: 'keeps-up', title: { ko: '감당했나', en: 'kept up' } },
      ],
      rows: needed.flatMap(rowsOf),
      notes: [
        {
          ko: '열린 루프(open loop)예요. 연결이 비어 있든 아니든 요청이 정해진 속도로 와요. 계산은 속도에 연결 하나를 잡은 시간(평균)을 곱한 것이고, 그보다 작은 풀은 연결을 그보다 짧게 잡을 때만 감당해요.',
          en: 'An open loop: requests come at their rate, whether a connection is free or not. The sum is the rate times the time that one holds a connection (the mean); a pool of fewer keeps up only where it is held for less than that.',
        },
        ...needed.flatMap(outOfReach),
      ],
    },
  ];
}

function rowsOf(needed: Needed): Row[] {
  const { roundTrip, perSecond, holdingMs, pools } = needed;
  const sum = formatFigure(Number(heldAtATime(perSecond, holdingMs ?? Number.NaN).toPrecision(2)));
  return pools.map((pool) => ({
    id: `${roundTrip.addedMs}ms-pool-${pool.poolSize}`,
    cells: [
      roundTrip.measuredMs,
      holdingMs,
      sum,
      pool.poolSize,
      pool.load.perSecond,
      keepsUpWord(keepsUp(pool)),
    ],
  }));
}

function keepsUpWord(kept: boolean | null): Text | null {
  if (kept === null) return null;
  return kept ? { ko: '네', en: 'yes' } : { ko: '아니요', en: 'no' };
}

function outOfReach({ roundTrip, perSecond, holdingMs, pools, refused }: Needed): Text[] {
  const at = roundTrip.addedMs;
  if (refused !== undefined)
    return [
      {
        ko: `왕복 시간 ${at} ms에서는 서버가 연결을 받지 않아서 다 재지 못했어요: ${refused}`,
        en: `At ${at} ms of round trip the server let no more connections in, so that not all was measured: ${refused}`,
      },
    ];
  if (pools.length > 0 || holdingMs === null) return [];
  const sum = formatFigure(heldAtATime(perSecond, holdingMs), 'count');
  return [
    {
      ko: `왕복 시간 ${at} ms에서는 ${sum}개가 필요해서 재지 않았어요. --rate를 낮추면 재요.`,
      en: `At ${at} ms of round trip it takes ${sum}: not measured. A lower --rate measures it.`,
    },
  ];
}
