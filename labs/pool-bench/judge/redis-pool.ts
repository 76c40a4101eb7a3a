// C05: a pool saves the cost of creating connections. By how much, where, and is a pool the best way to save it?
import {
  differenceOf,
  formatQuantity,
  judgeOf,
  type PairedRatio,
  ran,
  ratioText,
  type Text,
} from '../../../src/kit/judge.ts';
import type { Cell, Connecting, PoolTried } from '../data.ts';
import { armOf, clientCpuOf, ratioOf, ratioOfFactors, roundTripsOf, verdictOf } from '../parts/compare.ts';
import { focusOf } from '../parts/focus.ts';
import type { PoolParams, params } from '../settings.ts';
import { atRoundTrip } from '../words.ts';

const fresh = { shape: 'fresh', client: 'ioredis' } as const;
const shared = { shape: 'shared', client: 'ioredis' } as const;
const pool = { shape: 'pool', client: 'ioredis' } as const;

export function poolAgainstFresh(cell: Cell, tls = false): PairedRatio | null {
  return ratioOf(armOf(cell, { ...pool, tls }), armOf(cell, { ...fresh, tls }));
}

/** How many times the factor with TLS is the one without. */
export function factorWithTls(cell: Cell): PairedRatio | null {
  const factor = (tls: boolean) => ({ of: { ...pool, tls }, to: { ...fresh, tls } });
  return ratioOfFactors(cell, factor(true), factor(false));
}

export function sharedAgainstPool(cell: Cell, tls = false): PairedRatio | null {
  return ratioOf(armOf(cell, { ...shared, tls }), armOf(cell, { ...pool, tls }));
}

/**
 * What the verdict may rest on. A pool smaller than its callers are many has fewer requests on their way than as many
 * new connections have: where it wins all the same it saves, where it loses nobody knows by what.
 */
function likeWithLike(cell: Cell, tls: boolean): PairedRatio | null {
  const paired = poolAgainstFresh(cell, tls);
  const size = armOf(cell, { ...pool, tls })?.poolSize ?? 0;
  return size < cell.callers && differenceOf(paired) === 'less' ? null : paired;
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
    ...plainCells.map((cell) => likeWithLike(cell, false)),
    ...tls.map((cell) => likeWithLike(cell, true)),
  ];
  return {
    verdict: verdictOf(ratios),
    evidence: {
      headline: factor(plainCells[0], asked),
      points: [
        ...plainCells.slice(1).map(furtherAway),
        ...connectTime(ran(data.shapes)?.connecting ?? []),
        ...tls.slice(0, 1).map(withTls),
        ...plainCells.slice(0, 1).map(sharedBeatsPool),
        ...plainCells.slice(0, 1).flatMap(cpu),
        ...tooSmall(shapes),
      ],
    },
  };
});

function factor(cell: Cell | undefined, asked: PoolParams): Text {
  const { callers, pool: size } = focusOf(asked);
  const ratio = ratioText(cell ? poolAgainstFresh(cell) : null);
  return {
    ko: `호출자 ${callers}명: 풀(${size}개)은 매번 새 연결의 ${ratio.ko}예요.`,
    en: `${callers} callers: a pool of ${size} does ${ratio.en} as much as new ones.`,
  };
}

function furtherAway(cell: Cell): Text {
  const [ratio, at] = [ratioText(poolAgainstFresh(cell)), atRoundTrip(cell.roundTrip)];
  return { ko: `${at.ko} ${ratio.ko}예요.`, en: `It is ${ratio.en} ${at.en}.` };
}

/** Of one caller: with more of them a connection waits for the others, too. */
function connectTime(connecting: readonly Connecting[]): Text[] {
  const one = connecting.find(({ client }) => client === fresh.client);
  const trips = one && roundTripsOf(one);
  if (!one || !trips) return [];
  const p50 = formatQuantity(one.p50Ms, 'ms');
  return [
    {
      ko: `호출자가 한 명일 때 새 연결은 서버를 ${trips}번 오가고 ${p50}(p50) 걸렸어요.`,
      en: `With one caller a new connection took ${trips} round trips and ${p50} (p50).`,
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

/** What an operation takes of the client, where it was counted. */
function cpu(cell: Cell): Text[] {
  const [ofShared, ofPool] = [shared, pool].map((wanted) => clientCpuOf(armOf(cell, wanted)));
  if (!ofShared || !ofPool) return [];
  const [one, other] = [ofPool, ofShared].map((us) => formatQuantity(us, 'us'));
  return [
    {
      ko: `요청 하나에 Node의 CPU를 풀은 ${one}, 연결 하나 공유는 ${other} 썼어요.`,
      en: `An operation took ${one} of Node's CPU with the pool, ${other} with the shared connection.`,
    },
  ];
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
      ko: `너무 작은 풀은 없느니만 못했어요: 호출자 ${callers}명이 ${at.ko} 연결 ${size}개를 두고 줄을 서면 처리량이 매번 새로 연결할 때의 ${ratio.ko}예요.`,
      en: `Too small a pool was worse than none: ${callers} callers in line for ${size === 1 ? 'one connection' : `${size} connections`} are ${ratio.en} as fast as with a new one each ${at.en}.`,
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
