// C06: the same goes for database connection pools. Is the factor larger than Redis', and does too large a pool hurt?
import {
  differenceOf,
  formatQuantity,
  judgeOf,
  type PairedRatio,
  ratioText,
  same,
  type Text,
} from '../../../src/kit/judge.ts';
import type { ArmFigures, Cell, PoolTried, PostgresLogin } from '../data.ts';
import { armOf, ratioOf, ratioOfFactors, verdictOf } from '../parts/compare.ts';
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
  const factor = (client: 'pg' | 'ioredis') => ({ of: { ...pool, client }, to: { ...fresh, client } });
  return ratioOfFactors(cell, factor('pg'), factor('ioredis'));
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
        points: [
          ...loginTime(postgres.login),
          ...(cell ? [againstRedis(cell)] : []),
          ...tooLarge(postgres.contended),
        ],
      },
    };
  },
);

function factor(cell: Cell | undefined): Text {
  const size = (cell && armOf(cell, pool)?.poolSize) ?? 0;
  const ratio = ratioText(cell ? postgresPoolAgainstFresh(cell) : null);
  return {
    ko: `호출자 ${cell?.callers ?? 0}명: 풀(${size}개)은 매번 새 연결의 ${ratio.ko}예요.`,
    en: `${cell?.callers ?? 0} callers: a pool of ${size} does ${ratio.en} as much as new ones.`,
  };
}

/** Of one caller: with more of them a login waits for the others, too. */
function loginTime(login: PostgresLogin | undefined): Text[] {
  if (!login) return [];
  const took = formatQuantity(login.connectP50Ms, 'ms');
  const { method, hashing } = login;
  if (!hashing)
    return [
      {
        ko: `호출자가 한 명일 때 새 연결에 ${took}(p50) 걸렸어요.`,
        en: `With one caller a new connection took ${took} (p50).`,
      },
    ];
  const hash = formatQuantity(hashing.p50Ms, 'ms');
  return [
    {
      ko: `호출자가 한 명일 때 새 연결에 ${took}(p50) 걸렸고, 그 가운데 로그인(${method})의 해시 계산에 ${hash} 걸렸어요.`,
      en: `With one caller a new connection took ${took} (p50); hashing for the login (${method}) is ${hash} of it.`,
    },
  ];
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

/** Everybody changes the same row: the largest pool against the one in focus, with the disk in it and without. */
function tooLarge({ arms, callers }: Cell): Text[] {
  const compared = [undefined, 'on', 'off'] as const;
  return compared.flatMap((commit) => {
    const [small, large] = arms.filter(({ synchronousCommit }) => synchronousCommit === commit);
    return small && large ? [largeAgainstSmall(large, small, callers)] : [];
  });
}

/** Records before revision 3 do not say whether commits waited. */
const waiting: Readonly<Record<'on' | 'off', Text>> = {
  on: { ko: '(커밋이 디스크를 기다림)', en: ' (commits wait for the disk)' },
  off: { ko: '(커밋이 디스크를 기다리지 않음)', en: ' (commits do not wait for the disk)' },
};

function largeAgainstSmall(large: ArmFigures, small: ArmFigures, callers: number): Text {
  const paired = ratioOf(large, small);
  const ratio = ratioText(paired);
  const [size, smallSize] = [large.poolSize, small.poolSize];
  const disk = large.synchronousCommit ? waiting[large.synchronousCommit] : same('');
  const when: Text = { ko: `같은 행을 고칠 때${disk.ko}`, en: `changing the same row${disk.en}` };
  switch (differenceOf(paired)) {
    case 'less':
      return {
        ko: `큰 풀이 더 느렸어요: 호출자 ${callers}명이 ${when.ko} ${size}개짜리 풀의 처리량은 ${smallSize}개짜리의 ${ratio.ko}예요.`,
        en: `The larger pool was slower: with ${callers} callers ${when.en}, one of ${size} is ${ratio.en} as fast as one of ${smallSize}.`,
      };
    case 'greater':
      return {
        ko: `이번에는 큰 풀이 느려지지 않았어요: ${when.ko} ${size}개짜리 풀의 처리량은 ${smallSize}개짜리의 ${ratio.ko}예요.`,
        en: `This time a large pool was not slower: ${when.en}, one of ${size} is ${ratio.en} as fast as one of ${smallSize}.`,
      };
    case 'inconclusive':
      return {
        ko: `${when.ko} ${size}개짜리 풀이 ${smallSize}개짜리보다 느린지는 판단하지 못했어요: ${ratio.ko}.`,
        en: `Whether ${when.en} with a pool of ${size} is slower than with ${smallSize} this run cannot tell: ${ratio.en}.`,
      };
  }
}
