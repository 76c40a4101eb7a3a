// C05: a pool saves the cost of creating connections. By how much, where, and is a pool the best way to save it?
import {
  differenceOf,
  formatQuantity,
  Histogram,
  judgeOf,
  type PairedRatio,
  ran,
  type Text,
} from '../../../src/kit/judge.ts';
import type { Cell, PoolTried } from '../data.ts';
import { armOf, ratioOf, ratioText, verdictOf } from '../parts/compare.ts';
import { focusOf } from '../parts/focus.ts';
import type { PoolParams, params } from '../settings.ts';
import { atRoundTrip } from '../words.ts';

const fresh = { shape: 'fresh', client: 'ioredis' } as const;
const shared = { shape: 'shared', client: 'ioredis' } as const;
const pool = { shape: 'pool', client: 'ioredis' } as const;

export function poolAgainstFresh(cell: Cell, tls = false): PairedRatio | null {
  return ratioOf(armOf(cell, { ...pool, tls }), armOf(cell, { ...fresh, tls }));
}

export function sharedAgainstPool(cell: Cell, tls = false): PairedRatio | null {
  return ratioOf(armOf(cell, { ...shared, tls }), armOf(cell, { ...pool, tls }));
}

/** The cells on which the verdict rests: the callers nearest to 8, on every network. */
export function focusCells(cells: readonly Cell[], params: Pick<PoolParams, 'concurrency' | 'pool'>): Cell[] {
  const { callers } = focusOf(params);
  return cells.filter((cell) => cell.callers === callers);
}

/** Rests on the shapes, on TLS, or on both. */
export const redisPool = judgeOf<PoolTried, typeof params>()([['shapes', 'tls']], 'held', (data, asked) => {
  const [shapes, tls] = [ran(data.shapes)?.cells ?? [], ran(data.tls)?.cells ?? []];
  const plainCells = focusCells(shapes.length > 0 ? shapes : tls, asked);
  const ratios = [
    ...plainCells.map((cell) => poolAgainstFresh(cell)),
    ...tls.map((cell) => poolAgainstFresh(cell, true)),
  ];
  return {
    verdict: verdictOf(ratios),
    evidence: {
      headline: factor(plainCells[0], asked),
      points: [
        ...plainCells.slice(1).map(furtherAway),
        ...connectTime(plainCells[0]),
        ...tls.slice(0, 1).map(withTls),
        ...plainCells.slice(0, 1).map(sharedBeatsPool),
        ...tooSmall(shapes),
      ],
    },
  };
});

function factor(cell: Cell | undefined, asked: PoolParams): Text {
  const { callers, pool: size } = focusOf(asked);
  const ratio = ratioText(cell ? poolAgainstFresh(cell) : null);
  const at = atRoundTrip(cell?.roundTrip ?? null);
  return {
    ko: `호출자 ${callers}명, ${at.ko} 연결 ${size}개짜리 풀의 처리량은 매번 새로 연결할 때의 ${ratio.ko}예요.`,
    en: `With ${callers} callers a pool of ${size} is ${ratio.en} as fast as a connection per operation ${at.en}.`,
  };
}

function furtherAway(cell: Cell): Text {
  const [ratio, at] = [ratioText(poolAgainstFresh(cell)), atRoundTrip(cell.roundTrip)];
  return { ko: `${at.ko} ${ratio.ko}예요.`, en: `It is ${ratio.en} ${at.en}.` };
}

function connectTime(cell: Cell | undefined): Text[] {
  const connect = cell && armOf(cell, fresh)?.connect;
  if (!connect) return [];
  const p50 = formatQuantity(Histogram.fromJSON(connect).percentile(50) / 1e6, 'ms');
  const { callers } = cell;
  return [
    {
      ko: `호출자 ${callers}명이 함께 연결할 때 새 연결을 맺는 데만 ${p50}(p50) 걸렸어요.`,
      en: `With ${callers} callers connecting at once, making a connection alone took ${p50} (p50).`,
    },
  ];
}

function withTls(cell: Cell): Text {
  const ratio = ratioText(poolAgainstFresh(cell, true));
  const at = atRoundTrip(cell.roundTrip);
  return { ko: `TLS를 켜면 ${at.ko} ${ratio.ko}예요.`, en: `With TLS it is ${ratio.en} ${at.en}.` };
}

function sharedBeatsPool(cell: Cell): Text {
  const paired = sharedAgainstPool(cell);
  const ratio = ratioText(paired);
  switch (differenceOf(paired)) {
    case 'greater':
      return {
        ko: `그런데 연결 하나를 공유하면 처리량이 그 풀의 ${ratio.ko}예요.`,
        en: `Yet one shared connection is ${ratio.en} as fast as that pool.`,
      };
    case 'less':
      return {
        ko: `연결 하나를 공유하면 처리량이 그 풀의 ${ratio.ko}밖에 되지 않았어요.`,
        en: `One shared connection is only ${ratio.en} as fast as that pool.`,
      };
    case 'inconclusive':
      return {
        ko: `공유하는 연결 하나와 그 풀 가운데 어느 쪽이 빠른지는 이번에 판단하지 못했어요: ${ratio.ko}.`,
        en: `Whether one shared connection is faster than that pool this run cannot tell: ${ratio.en}.`,
      };
  }
}

/** The cell in which the pool loses most: more callers than it has connections stand in line, far from the server. */
function tooSmall(cells: readonly Cell[]): Text[] {
  const losing = cells.flatMap((cell) => {
    const paired = poolAgainstFresh(cell);
    return paired && differenceOf(paired) === 'less' ? [{ cell, paired }] : [];
  });
  const [worst] = losing.sort((a, b) => a.paired.ratio - b.paired.ratio);
  const size = worst && armOf(worst.cell, pool)?.poolSize;
  if (!worst || !size || size >= worst.cell.callers) return [];
  const [ratio, at, { callers }] = [ratioText(worst.paired), atRoundTrip(worst.cell.roundTrip), worst.cell];
  return [
    {
      ko: `풀이 너무 작으면 없느니만 못해요: 호출자 ${callers}명이 ${at.ko} 연결 ${size}개를 두고 줄을 서면 처리량이 매번 새로 연결할 때의 ${ratio.ko}예요.`,
      en: `Too small a pool is worse than none: ${callers} callers in line for ${size} connections are ${ratio.en} as fast as with a new one each ${at.en}.`,
    },
  ];
}

/** Which way got the most done, for the callers in focus on the loopback: the answer to the prediction. */
export function fastest(cells: readonly Cell[], asked: PoolParams): string | null {
  const cell = focusCells(cells, asked)[0];
  if (!cell) return null;
  const [poolFresh, sharedPool] = [poolAgainstFresh(cell), sharedAgainstPool(cell)].map(differenceOf);
  const sharedFresh = differenceOf(ratioOf(armOf(cell, shared), armOf(cell, fresh)));
  if (sharedPool === 'greater' && sharedFresh === 'greater') return 'shared';
  if (sharedPool === 'less' && poolFresh === 'greater') return 'pool';
  return poolFresh === 'less' && sharedFresh === 'less' ? 'fresh' : null;
}
