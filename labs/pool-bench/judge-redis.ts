// C05: a pool saves the cost of creating connections. By how much, where, and is a pool the best way to save it?
import {
  type Check,
  differenceOf,
  formatQuantity,
  Histogram,
  type PairedRatio,
  type Text,
} from '../../src/lab-kit.ts';
import type { Cell } from './cell.ts';
import { armOf, ratioOf, ratioText, verdictOf } from './compare.ts';
import type { PoolData } from './run.ts';
import type { PoolParams } from './settings.ts';
import { focusOf } from './settings.ts';
import { atRoundTrip } from './words.ts';

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

export function judgeRedis({ redis, tls }: PoolData, params: PoolParams): Check[] {
  if (!redis && !tls) return [];
  const plainCells = focusCells(redis?.shapes ?? tls ?? [], params);
  const tlsCells = tls ?? [];
  const ratios = [
    ...plainCells.map((cell) => poolAgainstFresh(cell)),
    ...tlsCells.map((cell) => poolAgainstFresh(cell, true)),
  ];
  const sentences = [
    factors(plainCells, params),
    ...(tlsCells[0] ? [withTls(tlsCells[0])] : []),
    ...(plainCells[0] ? [sharedBeatsPool(plainCells[0])] : []),
    ...tooSmall(redis?.shapes ?? []),
  ];
  return [
    {
      claim: 'C05',
      verdict: verdictOf(ratios),
      evidence: {
        ko: sentences.map(({ ko }) => ko).join(' '),
        en: sentences.map(({ en }) => en).join(' '),
      },
    },
  ];
}

/** "a pool of 8 is 9.8 x (9.1 to 10.4) as fast as a connection per operation at 1 ms round trip" */
function factors(cells: readonly Cell[], params: PoolParams): Text {
  const { callers, pool: size } = focusOf(params);
  const each = cells.map((cell) => ({
    ratio: ratioText(poolAgainstFresh(cell)),
    at: atRoundTrip(cell.roundTrip),
  }));
  const ko = each.map(({ ratio, at }) => `${at.ko} ${ratio.ko}`).join(', ');
  const en = each.map(({ ratio, at }, index) =>
    index === 0 ? `${ratio.en} as fast as a connection per operation ${at.en}` : `${ratio.en} ${at.en}`,
  );
  const connecting = connectTime(cells[0]);
  return {
    ko: `연결 ${size}개짜리 풀의 처리량은 연결을 매번 새로 만들 때의 ${ko}예요(호출자 ${callers}명).${connecting.ko}`,
    en: `With ${callers} callers a pool of ${size} is ${en.join(', ')}.${connecting.en}`,
  };
}

function connectTime(cell: Cell | undefined): Text {
  const connect = cell && armOf(cell, fresh)?.connect;
  if (!connect) return { ko: '', en: '' };
  const p50 = formatQuantity(Histogram.fromJSON(connect).percentile(50) / 1e6, 'ms');
  return {
    ko: ` 새 연결은 맺는 데만 ${p50} (p50) 걸려요.`,
    en: ` Making a connection alone takes ${p50} (p50).`,
  };
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
        ko: `그런데 함께 쓰는 연결 하나의 처리량이 그 풀의 ${ratio.ko}예요. Redis에서는 풀보다 파이프라인이 먼저예요.`,
        en: `Yet one shared connection is ${ratio.en} as fast as that pool: for Redis, pipelining comes before pooling.`,
      };
    case 'less':
      return {
        ko: `함께 쓰는 연결 하나의 처리량은 그 풀의 ${ratio.ko}밖에 되지 않았어요.`,
        en: `One shared connection is only ${ratio.en} as fast as that pool.`,
      };
    case 'inconclusive':
      return {
        ko: `함께 쓰는 연결 하나와 그 풀 가운데 어느 쪽이 빠른지는 이번에 가리지 못했어요: ${ratio.ko}.`,
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

/** Which of the prediction's choices came out, for the callers in focus on the loopback. */
export function answerOf({ redis }: PoolData, params: PoolParams): string | null {
  const cell = redis && focusCells(redis.shapes, params)[0];
  if (!cell) return null;
  const [poolFresh, sharedPool] = [poolAgainstFresh(cell), sharedAgainstPool(cell)].map(differenceOf);
  const sharedFresh = differenceOf(ratioOf(armOf(cell, shared), armOf(cell, fresh)));
  if (sharedPool === 'greater' && sharedFresh === 'greater') return 'shared';
  if (sharedPool === 'less' && poolFresh === 'greater') return 'pool';
  return poolFresh === 'less' && sharedFresh === 'less' ? 'fresh' : null;
}
