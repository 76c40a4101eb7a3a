import { ccProgram, defineLab } from '../../src/kit/run.ts';
import { actors } from './actors.ts';
import type { PersistenceData } from './data.ts';
import { experiments } from './experiments.ts';
import { canBeKept } from './judge/can-be-kept.ts';
import { params, services } from './settings.ts';
import { comparison } from './show/comparison.ts';
import { damageShown } from './show/damage.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { fullShown } from './show/full.ts';
import { goodbyeShown } from './show/goodbye.ts';
import { killShown } from './show/kill.ts';
import { powerCutShown } from './show/power-cut.ts';
import { priceShown } from './show/price.ts';
import { replicaShown } from './show/replica.ts';
import { restartShown } from './show/restart.ts';
import { trials } from './show/trials.ts';

/** So long a slow machine takes to fill a server, and to load it again. */
const fillingMs = (keys: readonly number[]) => Math.max(...keys) / 10;

export default defineLab<PersistenceData>()({
  id: 'persistence',
  revision: 1,
  question: {
    ko: '"전원이 꺼지면 데이터가 사라질 수 있고, RDB/AOF로 지킬 수 있다." 정말 그럴까요?',
    en: '"Power loss can lose data; RDB/AOF can keep it." Is that so?',
  },
  picture: {
    ko: ['SET --> Redis의 메모리 --> OK', '           |--write--> 커널의 페이지 캐시 --fsync--> 디스크'].join(
      '\n',
    ),
    en: [
      "SET --> Redis' memory --> OK",
      '           |--write--> page cache of the kernel --fsync--> disk',
    ].join('\n'),
  },
  actors,
  series: {
    acknowledged: { ko: 'OK를 받은 쓰기', en: 'writes that got their OK' },
  },
  params,
  services,
  programs: [ccProgram],
  acts: [
    {
      id: 'goodbye',
      run: async (context) => (await import('./acts/goodbye.ts')).goodbye(context),
      ...goodbyeShown,
    },
    { id: 'kill', run: async (context) => (await import('./acts/kill.ts')).kill(context), ...killShown },
    {
      id: 'power-cut',
      needs: [ccProgram],
      run: async (context) => (await import('./acts/power-cut.ts')).powerCut(context),
      ...powerCutShown,
    },
    {
      id: 'price',
      silentMs: ({ trial }) => trial,
      run: async (context) => (await import('./acts/price.ts')).price(context),
      ...priceShown,
    },
    {
      id: 'restart',
      silentMs: ({ keys }) => fillingMs(keys),
      run: async (context) => (await import('./acts/restart.ts')).restart(context),
      ...restartShown,
    },
    {
      id: 'damage',
      run: async (context) => (await import('./acts/damage.ts')).damage(context),
      ...damageShown,
    },
    {
      id: 'replica',
      run: async (context) => (await import('./acts/replica.ts')).replica(context),
      ...replicaShown,
    },
    { id: 'full', run: async (context) => (await import('./acts/full.ts')).full(context), ...fullShown },
  ],
  judges: { C02: canBeKept },
  comparison,
  trials,
  why,
  caveat,
  discuss,
  experiments,
  tryNext: [
    {
      command: 'redis-lab persistence --concurrency 1,10,200',
      look: {
        ko: 'fsync 하나를 몇 명이 나눠 쓰는지 보세요.',
        en: 'See how many callers come to share one fsync.',
      },
    },
    {
      command: 'redis-lab persistence --keys 1000000',
      look: {
        ko: '데이터가 커지면 다시 켜는 데 얼마나 걸리는지 보세요.',
        en: 'See what a restart takes when the data grows.',
      },
    },
  ],
});
