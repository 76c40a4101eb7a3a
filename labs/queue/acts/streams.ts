// The same prototype on Redis Streams beside it: what does each feature cost, and who does it?
import type { ConfirmChannel } from 'amqplib';
import { monotonicClock, runTrials, until, valuesOf } from '../../../src/kit/run.ts';
import type { Feature, PriceRow, StreamsData, System } from '../data.ts';
import { bodyOf } from '../parts/order.ts';
import { claimAfterMs, retryAfterMs, rowOf } from '../parts/price.ts';
import { rabbitmqPrices } from '../parts/price-rabbitmq.ts';
import { entriesIn, group, makeStream, streamsPrices } from '../parts/price-streams.ts';
import type { QueueContext } from '../settings.ts';

const features: readonly Feature[] = ['plain', 'dies', 'retry', 'dead-letter', 'routing'];
const speedOrders = 2_000;
/** How many are on their way at once, in both. */
const window = 100;
const withinMs = 60_000;
const order = bodyOf({ id: 1, dish: 'bibimbap', workMs: 0 });

export async function streams(context: QueueContext): Promise<StreamsData> {
  const { params, signal, emit } = context;
  const prices = { rabbitmq: rabbitmqPrices(context), streams: streamsPrices(context) };
  const rows: PriceRow[] = [];
  for (const feature of features)
    for (const system of ['rabbitmq', 'streams'] as const)
      rows.push(await rowOf(feature, system, prices[system][feature]));
  const runs: Record<System, (round: number) => Promise<number>> = {
    rabbitmq: await throughRabbitmq(context),
    streams: await throughStreams(context),
  };
  const measured = await runTrials(
    Object.entries(runs).map(([name, run]) => ({
      name,
      trial: async (round: number) => {
        const beganNs = monotonicClock.nowNs();
        const endNs = await run(round);
        return { round, perSecond: (speedOrders / (endNs - beganNs)) * 1e9 };
      },
    })),
    { rounds: params.rounds, warmupRounds: 1, signal, emit },
  );
  const speeds = measured.map((arm) => ({ system: arm.arm as System, trials: valuesOf(arm) }));
  return { claimAfterMs, retryAfterMs, rows, speeds };
}

/** In memory only, as the Redis of this lab is. Returns when the last one was worked on. */
async function throughRabbitmq({ services, signal }: QueueContext): Promise<() => Promise<number>> {
  const queue = services.amqp.queue('speed');
  const producer = await services.amqp.channel('streams');
  await producer.assertQueue(queue, { durable: false, autoDelete: true });
  const worker = await services.amqp.channel('streams');
  await worker.prefetch(window);
  let worked = 0;
  let lastNs = 0;
  await worker.consume(queue, (message) => {
    if (!message) return;
    worker.ack(message);
    worked += 1;
    lastNs = monotonicClock.nowNs();
  });
  return async () => {
    worked = 0;
    await inWindow((next) => publish(producer, queue, next));
    await until(() => worked === speedOrders, {
      signal,
      what: { ko: '주문 처리', en: 'the work on the orders' },
      withinMs,
    });
    return lastNs;
  };
}

function publish(channel: ConfirmChannel, queue: string, next: () => void): void {
  channel.publish('', queue, order, {}, next);
}

async function throughStreams({ services }: QueueContext): Promise<() => Promise<number>> {
  const key = services.redis.key('speed');
  const producer = await services.redis.connect('producer');
  const worker = await services.redis.connect('worker');
  await makeStream(producer, key);
  return async () => {
    let failed: { readonly error: unknown } | null = null;
    const sending = inWindow((next) => {
      producer.xadd(key, '*', 'order', order).then(next, (error: unknown) => {
        failed ??= { error };
        next();
      });
    });
    for (let worked = 0; worked < speedOrders; ) {
      const entries = entriesIn(
        await worker.xreadgroup('GROUP', group, 'one', 'COUNT', window, 'BLOCK', 100, 'STREAMS', key, '>'),
      );
      await Promise.all(entries.map(([id]) => worker.xack(key, group, id)));
      worked += entries.length;
      if (failed) throw (failed as { readonly error: unknown }).error;
    }
    const endNs = monotonicClock.nowNs();
    await sending;
    return endNs;
  };
}

/** Sends all orders, so many at a time; `send` calls `next` at each reply. */
function inWindow(send: (next: () => void) => void): Promise<void> {
  return new Promise((resolve) => {
    let [sent, replied] = [0, 0];
    const next = () => {
      replied += 1;
      if (replied === speedOrders) resolve();
      else one();
    };
    const one = () => {
      if (sent === speedOrders) return;
      sent += 1;
      send(next);
    };
    for (let open = 0; open < window; open += 1) one();
  });
}
