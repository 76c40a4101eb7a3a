import { defineLab, type Text } from '../../src/kit/run.ts';
import type { TtlData } from './data.ts';
import { experiments } from './experiments.ts';
import { dropsOut } from './judge/drops-out.ts';
import { fromFormat1 } from './older.ts';
import { params, services } from './settings.ts';
import { churnShown } from './show/churn.ts';
import { comparison } from './show/comparison.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { fourWaysShown } from './show/four-ways.ts';
import { ghostsShown } from './show/ghosts.ts';
import { lagShown } from './show/lag.ts';
import { silenceShown } from './show/silence.ts';
import { stormShown } from './show/storm.ts';
import { trials } from './show/trials.ts';

/** A quick run has no time for what takes long to level off. */
function leftOut(flag: string): Text {
  return {
    ko: `이번 설정에서는 빠졌어요. ${flag} 옵션을 주면 해요.`,
    en: `Left out with these settings; ${flag} brings it in.`,
  };
}

/** So long a slow machine takes to write that many keys. */
const writingMs = (keys: number) => keys / 10;
/** So long the act `ghosts` looks at those who are there, in real time. */
const threeHeartbeatsMs = 270_000;

export default defineLab<TtlData>()({
  id: 'ttl',
  revision: 3,
  question: {
    ko: '"TTL 10분이면 비활성 사용자가 검색에서 자동으로 빠진다." 정말 그럴까요?',
    en: '"With a 10-minute TTL inactive people drop out of results by themselves." Is that so?',
  },
  picture: {
    ko: [
      '휴대폰 --SET 위치 EX 600--> Redis --GET-----> 친구의 화면',
      '(그리고 침묵)                      --expired--> 알림을 기다리는 서버',
    ].join('\n'),
    en: [
      "phone --SET place EX 600--> Redis --GET-----> a friend's screen",
      '(and then silence)                --expired--> a server that waits',
    ].join('\n'),
  },
  actors: {
    phones: { role: 'client', label: { ko: '휴대폰', en: 'phones' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
    reader: { role: 'client', label: { ko: '읽는 쪽', en: 'reader' } },
    subscriber: { role: 'client', label: { ko: '이벤트를 듣는 쪽', en: 'event listener' } },
    'chat-server': { role: 'server', label: { ko: '채팅 서버', en: 'chat server' } },
    minsu: { role: 'client', label: { ko: '민수', en: 'Minsu' } },
    jiwoo: { role: 'client', label: { ko: '지우', en: 'Jiwoo' } },
    haneul: { role: 'client', label: { ko: '하늘이', en: 'Haneul' } },
    observer: { role: 'client', label: { ko: '지켜보는 쪽', en: 'observer' } },
  },
  series: {
    'expired-events': { ko: '만료 이벤트', en: 'expired events' },
    ghosts: { ko: '접속 중으로 보이는 사람', en: 'people shown as online' },
    'stale-answers': { ko: '오래된 응답(stale)', en: 'stale answers' },
  },
  params,
  services,
  acts: [
    {
      id: 'silence',
      run: async (context) => (await import('./acts/silence.ts')).silence(context),
      ...silenceShown,
    },
    {
      id: 'lag',
      needs: ['private-redis'],
      silentMs: ({ observe, others, silent }) => observe + writingMs(Math.max(...others) + silent),
      run: async (context) => (await import('./acts/lag.ts')).lag(context),
      ...lagShown,
    },
    {
      id: 'churn',
      needs: ['private-redis'],
      leftOut: ({ churn }) => (churn === 0 ? leftOut('--churn 2500ms') : null),
      silentMs: ({ churn }) => churn,
      run: async (context) => (await import('./acts/churn.ts')).churn(context),
      ...churnShown,
    },
    {
      id: 'storm',
      needs: ['private-redis'],
      leftOut: ({ storm }) => (storm === 0 ? leftOut('--storm 50000') : null),
      silentMs: ({ storm }) => writingMs(storm),
      run: async (context) => (await import('./acts/storm.ts')).storm(context),
      ...stormShown,
    },
    {
      id: 'four-ways',
      silentMs: ({ users }) => writingMs(users),
      run: async (context) => (await import('./acts/four-ways.ts')).fourWays(context),
      ...fourWaysShown,
    },
    {
      id: 'ghosts',
      needs: ['private-redis'],
      silentMs: ({ speed }) => threeHeartbeatsMs / speed,
      run: async (context) => (await import('./acts/ghosts.ts')).ghosts(context),
      ...ghostsShown,
    },
  ],
  judges: { C20: dropsOut },
  comparison,
  trials,
  why,
  caveat,
  discuss,
  older: { predicted: 'lag', data: fromFormat1 },
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
  tryNext: [
    {
      command: 'redis-lab ttl --others 1000,10000 --observe 5s',
      look: {
        ko: '함께 사는 사용자가 몇 명일 때부터 이벤트가 늦어지는지 보세요.',
        en: 'See from how many others on the events come late.',
      },
    },
    {
      command: 'redis-lab ttl --ttl 600s --speed 60',
      look: {
        ko: '시간을 덜 빠르게 돌려도 expired의 지연은 그대로인지 보세요.',
        en: 'Slow the world down: does the lag of expired change with it?',
      },
    },
  ],
});
