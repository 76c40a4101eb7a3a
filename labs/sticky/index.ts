import { defineLab, nginxProgram, same } from '../../src/kit/run.ts';
import type { StickyData } from './data.ts';
import { experiments } from './experiments.ts';
import { sessionStore } from './judge/c04.ts';
import { openConnections } from './judge/c17.ts';
import { sameServer } from './judge/c18.ts';
import { outOfThePath } from './judge/c19.ts';
import { disproof, modelPicksTheSame } from './judge/proof.ts';
import { caveat, discuss, why } from './judge/why.ts';
import { dataOfFormat1 } from './older.ts';
import { params, programs, type StickyParams, services } from './settings.ts';
import { comparison } from './show/comparison.ts';
import { crashShown } from './show/crash.ts';
import { handshakesShown } from './show/handshakes.ts';
import { inThePathShown } from './show/in-the-path.ts';
import { modelShown } from './show/model.ts';
import { proofShown } from './show/proof.ts';
import { raceShown } from './show/race.ts';
import { sessionsShown } from './show/sessions.ts';
import { webSocketsShown } from './show/web-sockets.ts';
import { onlyProof, onlyWithProve } from './words.ts';

/** A run with --prove does nothing else. */
const notWithProve = ({ prove }: StickyParams) => (prove ? onlyProof : null);

export default defineLab<StickyData>()({
  id: 'sticky',
  revision: 3,
  question: {
    ko: '"로드밸런서가 분산하면 WebSocket 연결이 끊어진다. 그래서 ip_hash나 ALB Stickiness로 같은 사용자를 같은 서버에 보낸다. 연결 뒤에는 로드밸런서를 거치지 않는다. Redis를 세션 저장소로 쓸 수 있다." 어디까지 맞을까요?',
    en: '"Balancing breaks WebSocket connections, so ip_hash or ALB stickiness sends the same user to the same server. After connecting, traffic no longer passes the balancer. Redis can be the session store." How much of it is so?',
  },
  picture: {
    ko: [
      '  사용자 ---+                    +--> 서버 1  세션?',
      '  사용자 ---+--> 로드밸런서 -----+--> 서버 2  세션?',
      '  사용자 ---+   (어느 서버로?)   +--> 서버 3  세션?',
    ].join('\n'),
    en: [
      '  user ---+                      +--> server 1  session?',
      '  user ---+--> balancer ---------+--> server 2  session?',
      '  user ---+    (which server?)   +--> server 3  session?',
    ].join('\n'),
  },
  actors: {
    user: { role: 'client', label: { ko: '사용자', en: 'user' } },
    nginx: { role: 'balancer', label: same('nginx') },
    haproxy: { role: 'balancer', label: same('HAProxy') },
    'server-1': { role: 'server', label: { ko: '서버 1', en: 'server 1' } },
    'server-2': { role: 'server', label: { ko: '서버 2', en: 'server 2' } },
    'server-3': { role: 'server', label: { ko: '서버 3', en: 'server 3' } },
    redis: { role: 'store', label: same('Redis') },
  },
  arms: { paused: { ko: 'nginx를 멈춤', en: 'nginx paused' } },
  params,
  services,
  programs,
  acts: [
    {
      id: 'model',
      ...modelShown,
      silentMs: ({ clients }) => clients / 10,
      leftOut: notWithProve,
      run: async (context) => (await import('./acts/model.ts')).model(context),
    },
    {
      id: 'sessions',
      ...sessionsShown,
      leftOut: notWithProve,
      run: async (context) => (await import('./acts/sessions.ts')).sessions(context),
    },
    {
      id: 'race',
      ...raceShown,
      leftOut: notWithProve,
      run: async (context) => (await import('./acts/race.ts')).race(context),
    },
    {
      id: 'web-sockets',
      ...webSocketsShown,
      leftOut: notWithProve,
      needs: [nginxProgram],
      run: async (context) => (await import('./acts/web-sockets.ts')).webSockets(context),
    },
    {
      id: 'handshakes',
      ...handshakesShown,
      leftOut: notWithProve,
      run: async (context) => (await import('./acts/handshakes.ts')).handshakes(context),
    },
    {
      id: 'in-the-path',
      ...inThePathShown,
      leftOut: notWithProve,
      needs: [nginxProgram],
      run: async (context) => (await import('./acts/in-the-path.ts')).inThePath(context),
    },
    {
      id: 'crash',
      ...crashShown,
      leftOut: notWithProve,
      run: async (context) => (await import('./acts/crash.ts')).crash(context),
    },
    {
      id: 'proof',
      ...proofShown,
      silentMs: ({ clients }) => 10 * clients, // A slow machine answers a hundred a second in each configuration.
      leftOut: ({ prove }) => (prove ? null : onlyWithProve),
      run: async (context) => (await import('./acts/proof.ts')).prove(context),
    },
  ],
  judges: {
    C04: sessionStore,
    C17: openConnections,
    C18: sameServer,
    C19: outOfThePath,
    proof: modelPicksTheSame,
  },
  comparison,
  why,
  caveat,
  discuss,
  disproof,
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
  tryNext: [
    {
      command: 'redis-lab sticky --prove',
      done: ({ prove }) => prove,
      look: {
        ko: '모델이 진짜 nginx, HAProxy와 한 번이라도 다른 서버를 고르는지 보세요.',
        en: 'See whether the model ever picks another server than the real nginx and HAProxy.',
      },
    },
    {
      command: 'redis-lab sticky --quick --matrix',
      done: ({ matrix }) => matrix,
      look: {
        ko: '서버가 죽을 때, 배포할 때, 10대에서 11대로 늘릴 때를 방식마다 비교해 보세요.',
        en: 'Compare the strategies at a crash, a rolling deploy, and when 10 servers become 11.',
      },
    },
  ],
  older: { predicted: 'model', data: dataOfFormat1 },
});
