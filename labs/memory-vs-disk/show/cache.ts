import { formatFigure, Histogram, type Shown } from '../../../src/kit/judge.ts';
import type { CacheArm, CacheData } from '../data.ts';
import { cacheOf, queriesPerRead, queriesPerSecond } from '../parts/saved.ts';
import type { params } from '../settings.ts';
import { cacheWords, nothingMeasured } from '../words.ts';

export const cacheShown: Shown<CacheData, typeof params> = {
  title: { ko: '캐시의 크기', en: 'Size of the cache' },
  aim: {
    ko: '같은 수의 사람이 같은 글을 읽어요. 캐시의 크기와 TTL에 따라 DB까지 가는 쿼리를 세요.',
    en: 'The same readers, the same posts: how many queries still reach the database, by the size of the cache and its TTL?',
  },
  predict: {
    prompt: {
      ko: '인기 있는 글일수록 많이 읽혀요(1등은 2등의 두 배). 데이터의 5%만 담는 캐시는 읽기를 얼마나 덜어 줄까요?',
      en: 'Popular posts are read most (the first twice as often as the second). A cache has room for 5% of the data. How many of the reads does it take?',
    },
    hints: {
      concept: {
        ko: '1등부터 순위대로 읽히는 횟수를 더해 보세요. 1 + 1/2 + 1/3 + …',
        en: 'Add up how often they are read, from the first on: 1 + 1/2 + 1/3 + …',
      },
      pointer: {
        ko: '"데이터의 5%" 줄의 적중률을 보세요.',
        en: 'Look at the hit ratio of the row "5% of the data".',
      },
    },
    choices: [
      {
        id: 'alike',
        label: { ko: '5% 정도', en: 'About 5%' },
        misconception: {
          ko: '모든 글이 똑같이 읽힌다면 그래요. 여기서는 몇 개의 글에 몰려요.',
          en: 'So it would be if all posts were read alike; here readers crowd at a few.',
        },
      },
      {
        id: 'some',
        label: { ko: '10~40%', en: '10 to 40%' },
        misconception: {
          ko: '인기 글에 몰리는 정도를 작게 봤어요. 자세히 보기의 표에서 적중률을 보세요.',
          en: 'The crowd at the popular ones is larger: see the hit ratio.',
        },
      },
      { id: 'most', label: { ko: '40% 넘게', en: 'More than 40%' } },
    ],
    answer: (data) => {
      const arm = cacheOf(data, 'small');
      const misses = arm && queriesPerRead(arm);
      if (misses == null) return null;
      const hits = 1 - misses;
      if (hits > 0.4) return 'most';
      return hits >= 0.1 ? 'some' : 'alike';
    },
  },
  headline: (data) => {
    const told = (['small', 'whole'] as const).flatMap((id) => {
      const arm = cacheOf(data, id);
      const share = arm && queriesPerRead(arm);
      return share == null ? [] : [{ name: cacheWords[id], share: formatFigure(share * 100, 'percent') }];
    });
    if (told.length === 0) return nothingMeasured;
    return {
      ko: `DB까지 간 읽기: ${told.map(({ name, share }) => `${name.ko}면 ${share}`).join(', ')}`,
      en: `reads that reach the database: ${told.map(({ name, share }) => `${share} (${name.en})`).join(', ')}`,
    };
  },
  show: (data) => [
    {
      kind: 'table',
      id: 'cache',
      title: { ko: 'PostgreSQL 앞의 Redis', en: 'Redis before PostgreSQL' },
      columns: [
        { id: 'cache', title: { ko: '캐시', en: 'cache' } },
        { id: 'hits', title: { ko: '적중률', en: 'hit ratio' }, unit: 'percent' },
        { id: 'queries', title: { ko: 'DB 쿼리', en: 'queries' }, unit: 'perSecond' },
        { id: 'saved', title: { ko: '줄어든 쿼리', en: 'saved' }, unit: 'perSecond' },
        { id: 'p99', title: { ko: 'p99', en: 'p99' }, unit: 'ms' },
        { id: 'cached', title: { ko: '담긴 글', en: 'posts in it' }, unit: 'count' },
      ],
      rows: data.arms.map((arm) => {
        const misses = queriesPerRead(arm);
        const [queries, before] = [queriesPerSecond(arm), readsPerSecond(arm)];
        const p99 = arm.kept ? Histogram.fromJSON(arm.latency).percentileOrNull(99) : null;
        return {
          id: arm.cache,
          cells: [
            cacheWords[arm.cache],
            misses === null || arm.cache === 'none' ? null : (1 - misses) * 100,
            queries,
            queries === null || before === null || arm.cache === 'none' ? null : before - queries,
            p99 === null ? null : p99 / 1e6,
            arm.cached,
          ],
        };
      }),
      notes: [
        {
          ko: `글 ${formatFigure(data.posts, 'count')}개, 초당 읽기 ${formatFigure(data.perSecond, 'count')}번(열린 루프). 다 차면 오래 쓰지 않은 것부터 내보내요(maxmemory-policy allkeys-lru).`,
          en: `${formatFigure(data.posts, 'count')} posts, ${formatFigure(data.perSecond, 'count')} reads a second (open loop). A full cache drops what was not used for long (maxmemory-policy allkeys-lru).`,
        },
        {
          ko: '5%, 25%: maxmemory를 모두 담는 데 드는 메모리와 비교한 값이에요. 담긴 글의 수는 마지막 열에 있어요.',
          en: '5%, 25%: maxmemory, of the memory that all of them take. How many posts it held stands in the last column.',
        },
        {
          ko: '캐시에 있으면 쿼리가 없고, 없으면 PostgreSQL에 물어본 뒤 복사본을 넣어요(cache-aside).',
          en: 'A hit asks no query; a miss asks PostgreSQL and leaves a copy (cache-aside).',
        },
        ...(data.arms.every(({ kept }) => kept) ? [] : [behind]),
      ],
    },
  ],
};

const behind = {
  ko: '이 컴퓨터가 그 속도를 따라가지 못한 줄에는 p99가 없어요.',
  en: 'Where this machine could not keep to that rate, no p99 is given.',
};

function readsPerSecond({ rounds, elapsedMs }: CacheArm): number | null {
  const reads = rounds.reduce((sum, round) => sum + round.reads, 0);
  return elapsedMs > 0 ? (reads / elapsedMs) * 1e3 : null;
}
