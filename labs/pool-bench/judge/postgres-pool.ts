// C06: the same goes for database connection pools. Is the factor larger than Redis', and does too large a pool hurt?
import {
  differenceOf,
  formatQuantity,
  Histogram,
  judgeOf,
  type PairedRatio,
  pairedRatio,
  type Text,
} from '../../../src/kit/judge.ts';
import type { Cell, PoolTried, PostgresData } from '../data.ts';
import { armOf, ratioOf, ratioText, verdictOf } from '../parts/compare.ts';
import { focusOf } from '../parts/focus.ts';
import type { params } from '../settings.ts';
import { poolAgainstFresh as redisPoolAgainstFresh } from './redis-pool.ts';

const fresh = { shape: 'fresh', client: 'pg' } as const;
const pool = { shape: 'pool', client: 'pg' } as const;

export function postgresPoolAgainstFresh(cell: Cell): PairedRatio | null {
  return ratioOf(armOf(cell, pool), armOf(cell, fresh));
}

/** How many times PostgreSQL's factor is Redis', round by round. */
export function factorAgainstRedis(cell: Cell): PairedRatio | null {
  const [theirs, ours] = (['pg', 'ioredis'] as const).map((client) => factorsByRound(cell, client));
  const pairs = [...(theirs ?? [])].flatMap(([round, factor]): [number, number][] => {
    const other = ours?.get(round);
    return other === undefined ? [] : [[factor, other]];
  });
  return pairedRatio(pairs);
}

function factorsByRound(cell: Cell, client: 'pg' | 'ioredis'): Map<number, number> {
  const freshArm = armOf(cell, { shape: 'fresh', client });
  const rounds = armOf(cell, { shape: 'pool', client })?.rounds ?? [];
  return new Map(
    rounds.flatMap(({ round, perSecond }): [number, number][] => {
      const partner = freshArm?.rounds.find((other) => other.round === round);
      return partner ? [[round, perSecond / partner.perSecond]] : [];
    }),
  );
}

export const postgresPool = judgeOf<PoolTried, typeof params>()(
  ['postgres'],
  'held',
  ({ postgres }, asked) => {
    const { callers } = focusOf(asked);
    const cell = postgres.cells.find((one) => one.callers === callers) ?? postgres.cells[0];
    return {
      verdict: verdictOf(postgres.cells.map(postgresPoolAgainstFresh)),
      evidence: {
        headline: factor(cell),
        points: [...(cell ? [connectTime(cell), againstRedis(cell)] : []), ...tooLarge(postgres)],
      },
    };
  },
);

function factor(cell: Cell | undefined): Text {
  const size = (cell && armOf(cell, pool)?.poolSize) ?? 0;
  const ratio = ratioText(cell ? postgresPoolAgainstFresh(cell) : null);
  return {
    ko: `호출자 ${cell?.callers ?? 0}명일 때 연결 ${size}개짜리 풀의 처리량은 쿼리마다 새로 연결할 때의 ${ratio.ko}예요.`,
    en: `With ${cell?.callers ?? 0} callers a pool of ${size} is ${ratio.en} as fast as a client per query.`,
  };
}

function connectTime(cell: Cell): Text {
  const connect = armOf(cell, fresh)?.connect;
  const connectMs = connect ? Histogram.fromJSON(connect).percentile(50) / 1e6 : Number.NaN;
  const took = formatQuantity(connectMs, 'ms');
  return {
    ko: `호출자 ${cell.callers}명이 함께 연결할 때 새 연결을 맺는 데만 ${took}(p50) 걸렸어요.`,
    en: `With ${cell.callers} callers connecting at once, connecting alone took ${took} (p50).`,
  };
}

function againstRedis(cell: Cell): Text {
  const paired = factorAgainstRedis(cell);
  const [redis, ratio] = [redisPoolAgainstFresh(cell), paired].map(ratioText) as [Text, Text];
  switch (differenceOf(paired)) {
    case 'greater':
      return {
        ko: `같은 시행에서 Redis는 ${redis.ko}였으니, PostgreSQL의 배수가 Redis의 ${ratio.ko}예요.`,
        en: `In the same rounds it was ${redis.en} for Redis: PostgreSQL's factor is ${ratio.en} of that.`,
      };
    case 'less':
      return {
        ko: `같은 시행에서 Redis는 ${redis.ko}였고, 이번에는 PostgreSQL의 배수가 더 작았어요(Redis의 ${ratio.ko}).`,
        en: `In the same rounds it was ${redis.en} for Redis: this time the larger factor (PostgreSQL's is ${ratio.en} of it).`,
      };
    case 'inconclusive':
      return {
        ko: `같은 시행에서 Redis는 ${redis.ko}였고, 어느 쪽 배수가 큰지는 판단하지 못했어요(${ratio.ko}).`,
        en: `In the same rounds it was ${redis.en} for Redis; whose factor is larger this run cannot tell (${ratio.en}).`,
      };
  }
}

/** Everybody changes the same row: the largest pool against the one in focus. */
function tooLarge({ contended }: PostgresData): Text[] {
  const [small, large] = contended.arms;
  if (!small || !large) return [];
  const paired = ratioOf(large, small);
  const ratio = ratioText(paired);
  const [size, smallSize] = [large.poolSize, small.poolSize];
  switch (differenceOf(paired)) {
    case 'less':
      return [
        {
          ko: `풀은 너무 커도 느려져요: 호출자 ${contended.callers}명이 같은 행을 고칠 때 ${size}개짜리 풀의 처리량은 ${smallSize}개짜리의 ${ratio.ko}예요.`,
          en: `Too large a pool gets slower: with ${contended.callers} callers changing the same row, one of ${size} is ${ratio.en} as fast as one of ${smallSize}.`,
        },
      ];
    case 'greater':
      return [
        {
          ko: `이번에는 큰 풀이 느려지지 않았어요: 같은 행을 고칠 때 ${size}개짜리 풀의 처리량은 ${smallSize}개짜리의 ${ratio.ko}예요.`,
          en: `This time a large pool was not slower: changing the same row, one of ${size} is ${ratio.en} as fast as one of ${smallSize}.`,
        },
      ];
    case 'inconclusive':
      return [
        {
          ko: `같은 행을 고칠 때 ${size}개짜리 풀이 ${smallSize}개짜리보다 느린지는 판단하지 못했어요: ${ratio.ko}.`,
          en: `Whether a pool of ${size} is slower than one of ${smallSize} when all change the same row this run cannot tell: ${ratio.en}.`,
        },
      ];
  }
}
