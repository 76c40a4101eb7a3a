import { defineLab, opensslProgram } from '../../src/kit/run.ts';
import type { NearbyData } from './data.ts';
import { experiments } from './experiments.ts';
import { best } from './judge/best.ts';
import { enough } from './judge/enough.ts';
import { servers } from './judge/servers.ts';
import { wasteful } from './judge/wasteful.ts';
import { params, presets, services } from './settings.ts';
import { cellsShown } from './show/cells.ts';
import { clusterShown, withoutCluster } from './show/cluster.ts';
import { comparison } from './show/comparison.ts';
import { costsShown } from './show/costs.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { historyShown } from './show/history.ts';
import { pairShown } from './show/pair.ts';
import { ringShown } from './show/ring.ts';
import { strategiesShown } from './show/strategies.ts';
import { turningShown } from './show/turning.ts';
import { whaleShown } from './show/whale.ts';

export default defineLab<NearbyData>()({
  id: 'nearby',
  revision: 2,
  question: {
    ko: '"접속할 때 활성 친구의 채널만 구독하면 된다." 나중에 온 친구는 어떻게 될까요?',
    en: '"Subscribing to the friends active at connect time is enough." And a friend who comes later?',
  },
  picture: {
    ko: [
      '휴대폰 --위치--> 위치 서버 --SET, PUBLISH place:7--> Redis',
      '친구의 휴대폰 <-- 위치 서버 <--구독 중인 채널만------┘',
    ].join('\n'),
    en: [
      'phone --position--> location server --SET, PUBLISH place:7--> Redis',
      "a friend's phone <-- location server <--channels subscribed----┘",
    ].join('\n'),
  },
  actors: {
    ana: { role: 'client', label: { ko: '아나', en: 'Ana' } },
    bo: { role: 'client', label: { ko: '보', en: 'Bo' } },
    chloe: { role: 'client', label: { ko: '클로이', en: 'Chloe' } },
    dan: { role: 'client', label: { ko: '댄', en: 'Dan' } },
    emma: { role: 'client', label: { ko: '에마', en: 'Emma' } },
    server: { role: 'server', label: { ko: '위치 서버', en: 'location server' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
  },
  params,
  presets,
  services,
  programs: [opensslProgram],
  acts: [
    { id: 'pair', run: async (context) => (await import('./acts/pair.ts')).pair(context), ...pairShown },
    {
      id: 'strategies',
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/strategies.ts')).strategies(context),
      ...strategiesShown,
    },
    {
      id: 'turning',
      run: async (context) => (await import('./acts/turning.ts')).turning(context),
      ...turningShown,
    },
    {
      id: 'whale',
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/whale.ts')).whale(context),
      ...whaleShown,
    },
    {
      id: 'history',
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/history.ts')).history(context),
      ...historyShown,
    },
    { id: 'cells', run: async (context) => (await import('./acts/cells.ts')).cells(context), ...cellsShown },
    {
      id: 'ring',
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/ring.ts')).ring(context),
      ...ringShown,
    },
    {
      id: 'cluster',
      leftOut: ({ cluster }) => (cluster > 1 ? null : withoutCluster),
      needs: ['private-redis', opensslProgram],
      run: async (context) => (await import('./acts/cluster.ts')).cluster(context),
      ...clusterShown,
    },
    {
      id: 'costs',
      needs: ['private-redis'],
      run: async (context) => (await import('./acts/costs.ts')).costs(context),
      ...costsShown,
    },
  ],
  judges: { C21: enough, C22: wasteful, C23: best, C24: servers },
  comparison,
  drawsMaps: true,
  why,
  caveat,
  discuss,
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
  tryNext: [
    {
      command: 'redis-lab nearby --active 60%',
      look: {
        ko: '접속한 사람이 많으면 역방향 구독이 여전히 가장 좋은지 보세요.',
        en: 'With most people connected: is the reverse subscription still the best?',
      },
    },
    {
      command: 'redis-lab show last --map',
      look: {
        ko: '한 사람의 화면에서 접속 중인데 안 보이는 친구(?)를 찾아보세요.',
        en: 'On the screen of one person: which friends are here and not shown (?)',
      },
    },
    {
      command: 'redis-lab nearby --acts costs --dau 10m',
      look: {
        ko: '사용자가 10분의 1이면 서버가 몇 대 필요한지 보세요.',
        en: 'With a tenth of the users: how many servers does the sum give?',
      },
    },
  ],
});
