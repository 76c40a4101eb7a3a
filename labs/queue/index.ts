import { defineLab } from '../../src/kit/run.ts';
import type { QueueData } from './data.ts';
import { experiments } from './experiments.ts';
import { reliably } from './judge/c13.ts';
import { routesWell } from './judge/c14.ts';
import { params, serveParams, services } from './settings.ts';
import { burstShown } from './show/burst.ts';
import { comparison } from './show/comparison.ts';
import { caveat, discuss, why } from './show/ending.ts';
import { failureShown } from './show/failure.ts';
import { routingShown } from './show/routing.ts';
import { streamsShown } from './show/streams.ts';
import { synchronousShown } from './show/synchronous.ts';
import { trials } from './show/trials.ts';
import { workersShown } from './show/workers.ts';
import { kindWords } from './words.ts';

export default defineLab<QueueData>()({
  id: 'queue',
  revision: 1,
  question: {
    ko: '"MQ는 대량 메시지를 비동기로 안정적으로 처리하고, RabbitMQ는 복잡한 라우팅에 강하다." 정말 그럴까요?',
    en: '"A message queue processes many messages asynchronously and reliably, and RabbitMQ is strong at complex routing." Is that so?',
  },
  picture: {
    ko: [
      '손님 --> 가게 --> 교환기 --> [큐] --> 워커 1',
      '      <-- 202                   \\--> 워커 2',
      '                    확인(ack) 전까지는 RabbitMQ가 들고 있다',
    ].join('\n'),
    en: [
      'customer --> shop --> exchange --> [queue] --> worker 1',
      '         <-- 202                         \\--> worker 2',
      '                    RabbitMQ holds it until it is acked',
    ].join('\n'),
  },
  actors: {
    customer: { role: 'client', label: { ko: '손님', en: 'customer' } },
    shop: { role: 'server', label: { ko: '가게(HTTP)', en: 'shop (HTTP)' } },
    exchange: { role: 'broker', label: { ko: '교환기', en: 'exchange' } },
    queue: { role: 'broker', label: { ko: '큐', en: 'queue' } },
    unacked: { role: 'broker', label: { ko: '확인 대기', en: 'unacked' } },
    dead: { role: 'broker', label: { ko: '격리 큐', en: 'dead letters' } },
    worker: { role: 'client', label: { ko: '워커', en: 'worker' } },
    redis: { role: 'store', label: { ko: 'Redis', en: 'Redis' } },
  },
  series: {
    'orders in the queue': { ko: '큐에 있는 주문', en: 'orders in the queue' },
  },
  arms: Object.fromEntries(Object.entries(kindWords).map(([kind, label]) => [`example-${kind}`, label])),
  params,
  services,
  acts: [
    {
      id: 'synchronous',
      run: async (context) => (await import('./acts/synchronous.ts')).synchronous(context),
      ...synchronousShown,
    },
    {
      id: 'workers',
      run: async (context) => (await import('./acts/workers.ts')).workers(context),
      ...workersShown,
    },
    {
      id: 'failure',
      run: async (context) => (await import('./acts/failure.ts')).failure(context),
      ...failureShown,
    },
    {
      id: 'routing',
      run: async (context) => (await import('./acts/routing.ts')).routing(context),
      ...routingShown,
    },
    { id: 'burst', run: async (context) => (await import('./acts/burst.ts')).burst(context), ...burstShown },
    {
      id: 'streams',
      run: async (context) => (await import('./acts/streams.ts')).streams(context),
      ...streamsShown,
    },
  ],
  judges: { C13: reliably, C14: routesWell },
  comparison,
  trials,
  why,
  caveat,
  discuss,
  experiments,
  live: async () => (await import('./live/scene.ts')).scene,
  serve: {
    summary: {
      ko: '가게와 워커를 띄워 두고 직접 주문하기',
      en: 'leave a shop and workers running, and order',
    },
    params: serveParams,
    run: async (context) => (await import('./serve.ts')).serveShop(context),
  },
  tryNext: [
    {
      command: 'redis-lab queue serve',
      look: {
        ko: 'curl로 주문하고, 워커를 kill -9 해 보세요.',
        en: 'Order with curl, and kill a worker.',
      },
    },
    {
      command: 'redis-lab queue --quick --prefetch 1,20,400',
      look: {
        ko: '느린 워커의 몫이 언제부터 3분의 1이 되는지 보세요.',
        en: 'See from where on the slow worker gets a third.',
      },
    },
  ],
});
