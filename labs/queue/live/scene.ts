// The shop of the prototype, open for as long as one likes: a customer orders about once a second, two workers cook, each
// a process of its own that can be killed with an order in its hands. RabbitMQ can be killed, too.
import { setTimeout as wait } from 'node:timers/promises';
import type { Scene } from '../../../src/kit/run.ts';
import { openCaller } from '../parts/caller.ts';
import { poison } from '../parts/order.ts';
import { openPrototype } from '../parts/prototype.ts';
import { tell } from '../parts/story.ts';
import type { QueueContext } from '../settings.ts';
import { ladder } from './ladder.ts';

const orderEveryMs = 1_100;
const workMs = 1_000;
const rush = 8;

export const scene: Scene<QueueContext> = {
  aim: {
    ko: '손님이 1초에 한 번쯤 주문하고, 워커 둘이 한 건씩 받아 1초 동안 처리해요. 주문이 큐와 확인 대기 사이를 어떻게 오가는지 보세요.',
    en: 'A customer orders about once a second; two workers take one order each and work on it for a second. Watch the orders between the queue and those that wait for their acknowledgement.',
  },
  pokes: [
    { id: 'rush', label: { ko: '주문 여덟 건 한꺼번에', en: 'Eight orders at once' } },
    { id: 'poison', label: { ko: '처리할 수 없는 주문 넣기', en: 'An order that nobody can do' } },
    { id: 'kill-worker', label: { ko: '워커 1 죽이기(SIGKILL)', en: 'Kill worker 1 (SIGKILL)' } },
    { id: 'restart-worker', label: { ko: '워커 1 다시 띄우기', en: 'Start worker 1 again' } },
    { id: 'kill-rabbitmq', label: { ko: 'RabbitMQ 죽이기(SIGKILL)', en: 'Kill RabbitMQ (SIGKILL)' } },
    {
      id: 'restart-rabbitmq',
      label: { ko: 'RabbitMQ 다시 켜기(몇 초 걸려요)', en: 'Start RabbitMQ again (takes seconds)' },
    },
  ],
  ladder,
  async run(context, offer) {
    const { services, scope, signal, note } = context;
    const prototype = await openPrototype(context, workMs, (entry) => tell(context, entry));
    const shop = await prototype.openShop('queued');
    const worker = await prototype.hire('worker-1', { prefetch: 1 });
    await prototype.hire('worker-2', { prefetch: 1 });
    const place = openCaller(scope, shop.url);
    let lastId = 0;

    async function order(dish: string): Promise<void> {
      lastId += 1;
      const id = lastId;
      const way = { msg: String(id), from: 'customer', to: 'shop' };
      note({ kind: 'send', ...way });
      // A shop without its RabbitMQ refuses, and so does one that is told nothing for too long.
      const reply = await place({ id, dish, workMs }).catch(() => 'refused' as const);
      if (reply === 'accepted') note({ kind: 'ack', ...way });
      else if (!signal.aborted) note({ kind: 'drop', ...way, why: 'refused' });
    }

    offer({
      rush: () => {
        for (let n = 0; n < rush; n += 1) void order('bibimbap');
      },
      poison: () => void order(poison),
      'kill-worker': () => worker.kill(),
      'restart-worker': () => worker.restart(),
      'kill-rabbitmq': () => services.amqp.kill(),
      'restart-rabbitmq': () => services.amqp.restart(),
    });
    while (!signal.aborted) {
      void order('bibimbap');
      await wait(orderEveryMs, undefined, { signal }).catch(() => {});
    }
  },
};
