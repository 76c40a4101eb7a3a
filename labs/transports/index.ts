import { defineLab, nginxProgram, redis, same } from '../../src/kit/run.ts';
import { arms } from './arms.ts';
import type { TransportsData } from './data.ts';
import { experiments } from './experiments.ts';
import { lastingChannel } from './judge/c08.ts';
import { params, programs, services } from './settings.ts';
import { bufferingShown } from './show/buffering.ts';
import { cheaperShown } from './show/cheaper.ts';
import { comparison } from './show/comparison.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { messagesShown } from './show/messages.ts';
import { serversShown } from './show/servers.ts';
import { streamShown } from './show/stream.ts';
import { sweepShown } from './show/sweep.ts';
import { tunnelShown } from './show/tunnel.ts';
import { upgradeShown } from './show/upgrade.ts';

const withoutSweep = {
  ko: '이번 설정에서는 빠졌어요. --sweep 1,2 옵션을 주면 해요.',
  en: 'Left out with these settings; --sweep 1,2 brings it in.',
};

export default defineLab<TransportsData>()({
  id: 'transports',
  revision: 1,
  question: {
    ko: '"WebSocket은 HTTP를 업그레이드해 지속적인 양방향 통신을 한다." 그렇다면 그냥 자주 물어보는 것과 무엇이 다를까요? 열어 두는 쪽이 언제나 더 쌀까요?',
    en: '"WebSocket upgrades HTTP into a lasting two-way channel." How does that differ from simply asking often, and is keeping it open always cheaper?',
  },
  picture: {
    ko: [
      '  클라이언트 --요청--> nginx --요청--> 서버    숏 폴링, 롱 폴링',
      '  클라이언트 <======== nginx <======== 서버    SSE',
      '  클라이언트 <=======> nginx <=======> 서버    WebSocket',
    ].join('\n'),
    en: [
      '  client --request--> nginx --request--> server   short, long polling',
      '  client <=========== nginx <=========== server   SSE',
      '  client <==========> nginx <==========> server   WebSocket',
    ].join('\n'),
  },
  actors: {
    client: { role: 'client', label: { ko: '클라이언트', en: 'client' } },
    friend: { role: 'client', label: { ko: '친구', en: 'friend' } },
    phone: { role: 'client', label: { ko: '휴대폰', en: 'phone' } },
    network: { role: 'network', label: { ko: '네트워크', en: 'network' } },
    nginx: { role: 'balancer', label: same('nginx') },
    'server-1': { role: 'server', label: { ko: '서버 1', en: 'server 1' } },
    'server-2': { role: 'server', label: { ko: '서버 2', en: 'server 2' } },
  },
  series: {
    'bytes/update': { ko: '업데이트 하나에 든 바이트', en: 'bytes for an update' },
  },
  arms,
  params,
  services,
  programs,
  acts: [
    {
      id: 'upgrade',
      ...upgradeShown,
      run: async (context) => (await import('./acts/upgrade.ts')).upgrade(context),
    },
    {
      id: 'stream',
      ...streamShown,
      needs: [nginxProgram],
      run: async (context) => (await import('./acts/stream.ts')).stream(context),
    },
    {
      id: 'cheaper',
      ...cheaperShown,
      needs: [nginxProgram],
      run: async (context) => (await import('./acts/cheaper.ts')).cheaper(context),
    },
    {
      id: 'sweep',
      ...sweepShown,
      needs: [nginxProgram],
      leftOut: ({ sweep }) => (sweep.length > 1 ? null : withoutSweep),
      run: async (context) => (await import('./acts/sweep.ts')).sweep(context),
    },
    {
      id: 'messages',
      ...messagesShown,
      needs: [nginxProgram],
      run: async (context) => (await import('./acts/messages.ts')).messagesUp(context),
    },
    {
      id: 'buffering',
      ...bufferingShown,
      needs: [nginxProgram],
      run: async (context) => (await import('./acts/buffering.ts')).buffering(context),
    },
    {
      id: 'servers',
      ...serversShown,
      needs: [nginxProgram, ...redis().programs],
      run: async (context) => (await import('./acts/servers.ts')).servers(context),
    },
    {
      id: 'tunnel',
      ...tunnelShown,
      needs: [nginxProgram],
      run: async (context) => (await import('./acts/tunnel.ts')).tunnel(context),
    },
  ],
  judges: { C08: lastingChannel },
  comparison,
  why,
  caveat,
  discuss,
  experiments,
  tryNext: [
    {
      command: 'redis-lab transports --interval 200ms --rate 2',
      done: ({ interval, rate }) => interval === 200 && rate === 2,
      look: {
        ko: '소식이 드물어지면 빈 응답과 업데이트 하나의 바이트가 어떻게 되는지 보세요.',
        en: 'As news gets rare: what becomes of empty answers, and of the bytes for an update?',
      },
    },
    {
      command: 'redis-lab transports --acts sweep --sweep 1,2',
      done: ({ sweep }) => sweep.length > 1,
      look: {
        ko: '간격이나 사람 수가 두 배가 되면 뒤집히는 속도가 어떻게 달라지는지 보세요.',
        en: 'With twice the interval, or twice the clients, at which rate does it turn?',
      },
    },
  ],
});
