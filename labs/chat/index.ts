import { defineLab, nginxProgram, redisProgram, type Text } from '../../src/kit/run.ts';
import type { ChatData } from './data.ts';
import { experiments } from './experiments.ts';
import { inStep } from './judge/in-step.ts';
import { params, services } from './settings.ts';
import { comparison } from './show/comparison.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { faultsShown } from './show/faults.ts';
import { ghostsShown } from './show/ghosts.ts';
import { herdShown } from './show/herd.ts';
import { relayShown } from './show/relay.ts';
import { wayShown } from './show/way.ts';

/** What each act starts by itself: a Redis that it may kill, and nginx in front of its servers. */
const needs = [redisProgram, nginxProgram];

/** A quick run has no time for those. */
const leftOut = (people: number, flag: string): Text | null =>
  people > 0
    ? null
    : {
        ko: `이번 설정에서는 빠졌어요. ${flag} 옵션을 주면 해요.`,
        en: `Left out with these settings; ${flag} brings it in.`,
      };

export default defineLab<ChatData>()({
  id: 'chat',
  revision: 1,
  question: {
    ko: '"Pub/Sub은 여러 서버의 메시지를 실시간으로 맞춘다." 정말 그럴까요?',
    en: '"Pub/Sub keeps messages in step across several servers." Is that so?',
  },
  picture: {
    ko: [
      'kim --> nginx --> 서버 1 --+',
      '                            +-- Redis(기록, Pub/Sub)',
      'lee <-- nginx <-- 서버 2 --+',
    ].join('\n'),
    en: [
      'kim --> nginx --> server 1 --+',
      '                              +-- Redis (history, Pub/Sub)',
      'lee <-- nginx <-- server 2 --+',
    ].join('\n'),
  },
  actors: {
    kim: { role: 'client', label: { ko: 'kim', en: 'kim' } },
    han: { role: 'client', label: { ko: 'han', en: 'han' } },
    'server-1': { role: 'server', label: { ko: '서버 1', en: 'server 1' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
    nginx: { role: 'balancer', label: { ko: 'nginx', en: 'nginx' } },
    network: { role: 'network', label: { ko: '네트워크', en: 'network' } },
    'server-2': { role: 'server', label: { ko: '서버 2', en: 'server 2' } },
    'server-3': { role: 'server', label: { ko: '서버 3', en: 'server 3' } },
    lee: { role: 'client', label: { ko: 'lee', en: 'lee' } },
  },
  params,
  services,
  programs: needs,
  acts: [
    { id: 'way', needs, run: async (context) => (await import('./acts/way.ts')).way(context), ...wayShown },
    {
      id: 'relay',
      needs,
      run: async (context) => (await import('./acts/relay.ts')).relay(context),
      ...relayShown,
    },
    {
      id: 'faults',
      needs,
      run: async (context) => (await import('./acts/faults.ts')).faults(context),
      ...faultsShown,
    },
    {
      id: 'herd',
      needs,
      leftOut: ({ herd }) => leftOut(herd, '--herd 200'),
      run: async (context) => (await import('./acts/herd.ts')).herd(context),
      ...herdShown,
    },
    {
      id: 'ghosts',
      needs,
      leftOut: ({ ghosts }) => leftOut(ghosts, '--ghosts 10'),
      run: async (context) => (await import('./acts/ghosts.ts')).ghosts(context),
      ...ghostsShown,
    },
  ],
  judges: { C09: inStep },
  comparison,
  why,
  caveat,
  discuss,
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
  tryNext: [
    {
      command: 'redis-lab chat serve --lb nginx',
      look: {
        ko: '두 터미널에서 chat join으로 대화하다가 서버 하나를 kill -9 해 보세요.',
        en: 'Talk from two terminals with chat join, and kill one of the servers.',
      },
    },
    {
      command: 'redis-lab chat --full',
      look: {
        ko: '모든 장애에서 "거짓 복구" 열이 어떻게 되는지 보세요.',
        en: 'See the column "false all-clear" under every fault.',
      },
    },
  ],
});
