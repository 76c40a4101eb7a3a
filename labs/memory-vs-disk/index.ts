import { defineLab } from '../../src/kit/run.ts';
import type { MemoryData } from './data.ts';
import { experiments } from './experiments.ts';
import { takesLoadOff } from './judge/takes-load-off.ts';
import { tensOfTimes } from './judge/tens-of-times.ts';
import { params, services } from './settings.ts';
import { cacheShown } from './show/cache.ts';
import { coldShown } from './show/cold.ts';
import { comparison } from './show/comparison.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { kindsShown } from './show/kinds.ts';
import { staleShown } from './show/stale.ts';
import { stampedeShown } from './show/stampede.ts';
import { trials } from './show/trials.ts';

export default defineLab<MemoryData>()({
  id: 'memory-vs-disk',
  revision: 1,
  question: {
    ko: '"메모리 기반이라 디스크 DB보다 수십~수백 배 빠르다. 캐시로 쓰면 DB 부하가 준다." 정말 그럴까요?',
    en: '"In memory, so tens to hundreds of times faster than a disk database; used as a cache it takes load off it." Is that so?',
  },
  picture: {
    ko: [
      '앱 --소켓--> Redis (메모리)',
      '앱 --소켓--> PostgreSQL --> 메모리 --fsync--> 디스크',
      '앱[SQLite] --> 메모리 --fsync--> 디스크',
    ].join('\n'),
    en: [
      'app --socket--> Redis (memory)',
      'app --socket--> PostgreSQL --> memory --fsync--> disk',
      'app[SQLite] --> memory --fsync--> disk',
    ].join('\n'),
  },
  actors: {
    'web-1': { role: 'client', label: { ko: '웹 1', en: 'web 1' } },
    'web-2': { role: 'client', label: { ko: '웹 2', en: 'web 2' } },
    'web-3': { role: 'client', label: { ko: '웹 3', en: 'web 3' } },
    'web-4': { role: 'client', label: { ko: '웹 4', en: 'web 4' } },
    writer: { role: 'client', label: { ko: '쓰는 쪽', en: 'writer' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
    postgres: { role: 'store', label: { ko: 'PostgreSQL', en: 'PostgreSQL' } },
  },
  params,
  services,
  acts: [
    {
      id: 'kinds',
      silentMs: ({ keys, trial }) => keys / 5 + trial,
      run: async (context) => (await import('./acts/kinds.ts')).kinds(context),
      ...kindsShown,
    },
    {
      id: 'cold',
      silentMs: ({ keys }) => keys / 5,
      run: async (context) => (await import('./acts/cold.ts')).cold(context),
      ...coldShown,
    },
    {
      id: 'cache',
      needs: ['private-redis'],
      silentMs: ({ trial }) => 50 * trial,
      run: async (context) => (await import('./acts/cache.ts')).cache(context),
      ...cacheShown,
    },
    {
      id: 'stampede',
      run: async (context) => (await import('./acts/stampede.ts')).stampede(context),
      ...stampedeShown,
    },
    {
      id: 'stale',
      run: async (context) => (await import('./acts/stale.ts')).stale(context),
      ...staleShown,
    },
  ],
  judges: { C01: tensOfTimes, C03: takesLoadOff },
  comparison,
  trials,
  why,
  caveat,
  discuss,
  experiments,
  tryNext: [
    {
      command: 'redis-lab memory-vs-disk --acts kinds --callers 100',
      look: {
        ko: '호출자가 늘면 디스크를 기다리는 쓰기는 몇 배가 되는지 보세요.',
        en: 'With more callers, see what becomes of the writes that wait for the disk.',
      },
    },
    {
      command: 'redis-lab memory-vs-disk --keys 500000',
      look: {
        ko: '데이터가 커지면 다시 켠 뒤의 첫 읽기가 어떻게 되는지 보세요.',
        en: 'With more data, see the first reads after a restart.',
      },
    },
  ],
});
