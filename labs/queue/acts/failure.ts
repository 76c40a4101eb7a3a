// One order can never be done, and one only at its third attempt. What becomes of them, and of the others, depends on what
// the worker tells RabbitMQ.
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { monotonicClock, until } from '../../../src/kit/run.ts';
import type { FailureArm, FailureData, OnFailure } from '../data.ts';
import {
  declareQueue,
  declareRetry,
  mostAttempts,
  type Names,
  namesOf,
  publishConfirmed,
} from '../parts/names.ts';
import { bodyOf, type Order, orderIn, poison } from '../parts/order.ts';
import { tell } from '../parts/story.ts';
import { workOn } from '../parts/work.ts';
import type { QueueContext } from '../settings.ts';

const orders = 20;
const poisonId = 7;
const flakyId = 12;
const flakyFails = 2;
const retryAfterMs = 200;
/** The loop has no end of its own. */
const endlessFrom = 500;
const withinMs = 30_000;

const what = { ko: '주문 처리', en: 'the work on the orders' };

interface Treatment {
  readonly hasDead: boolean;
  declare(channel: ConfirmChannel, names: Names): Promise<void>;
  failed(
    channel: ConfirmChannel,
    message: ConsumeMessage,
    attempt: number,
    names: Names,
  ): void | Promise<void>;
}

const treatments: Readonly<Record<OnFailure, Treatment>> = {
  reject: {
    hasDead: false,
    declare: (channel, names) => declareQueue(channel, names.orders),
    failed: (channel, message) => channel.reject(message, false),
  },
  requeue: {
    hasDead: false,
    declare: (channel, names) => declareQueue(channel, names.orders),
    failed: (channel, message) => channel.nack(message, false, true),
  },
  'delivery-limit': {
    hasDead: true,
    async declare(channel, names) {
      await declareQueue(channel, names.dead);
      const limit = { 'x-queue-type': 'quorum', 'x-delivery-limit': mostAttempts - 1 };
      await declareQueue(channel, names.orders, {
        deadLetterExchange: '',
        deadLetterRoutingKey: names.dead,
        arguments: limit,
      });
    },
    failed: (channel, message) => channel.nack(message, false, true),
  },
  retry: {
    hasDead: true,
    declare: (channel, names) => declareRetry(channel, names, retryAfterMs),
    async failed(channel, message, attempt, names) {
      if (attempt < mostAttempts) return channel.reject(message, false);
      await publishConfirmed(channel, '', names.dead, message.content);
      channel.ack(message);
    },
  },
};

export async function failure(context: QueueContext): Promise<FailureData> {
  const arms: FailureArm[] = [];
  for (const onFailure of Object.keys(treatments) as OnFailure[]) {
    arms.push(await fails(context, onFailure));
    const unit = { ko: '방식', en: 'arms' };
    context.emit({ kind: 'progress', done: arms.length, of: Object.keys(treatments).length, unit });
  }
  return { retryAfterMs, mostAttempts, arms };
}

async function fails(context: QueueContext, onFailure: OnFailure): Promise<FailureArm> {
  const { services, signal } = context;
  const treatment = treatments[onFailure];
  const channel = await services.amqp.channel('failure');
  const names = namesOf(services.amqp, `${onFailure}-`);
  await treatment.declare(channel, names);
  const beganNs = monotonicClock.nowNs();
  const since = () => (monotonicClock.nowNs() - beganNs) / 1e6;
  for (let id = 1; id <= orders; id += 1) {
    await publishConfirmed(channel, '', names.orders, bodyOf(orderWith(id)));
    tell(context, { who: 'shop', step: 'confirmed', id, n: 1 }, onFailure);
  }
  const done = new Set<number>();
  const deliveredMs = new Map<number, number[]>();
  let deliveries = 0;
  let settled = 0;
  const times = (id: number) => deliveredMs.get(id) ?? [];
  await channel.prefetch(1);
  const tag = await workOn(channel, {
    queue: names.orders,
    acknowledge: 'after',
    report(step, id, n = 1) {
      if (step === 'took') {
        deliveries += 1;
        deliveredMs.set(id, [...times(id), since()]);
      }
      if (step === 'done') {
        done.add(id);
        settled += 1;
      }
      tell(context, { who: 'worker', step, id, n }, onFailure);
    },
    async failed(on, message, attempt) {
      await treatment.failed(on, message, attempt, names);
      if (onFailure === 'reject') settled += 1;
      if (onFailure === 'retry' && attempt === mostAttempts)
        tell(
          context,
          { who: 'worker', step: 'dead', id: orderIn(message.content).id, n: attempt },
          onFailure,
        );
    },
  });
  const control = await services.amqp.channel('failure');
  const count = async (queue: string) => (await control.checkQueue(queue)).messageCount;
  const dead = async () => (treatment.hasDead ? await count(names.dead) : 0);
  const isOver = async () => {
    if (onFailure === 'requeue') return times(poisonId).length >= endlessFrom;
    return settled + (await dead()) >= orders;
  };
  await until(isOver, { signal, what, withinMs });
  const elapsedMs = since();
  await channel.cancel(tag);
  await channel.close();
  // What it had in its hands goes back into the queue, a moment later.
  if (onFailure === 'requeue')
    await until(async () => done.size + (await count(names.orders)) >= orders, { signal, what, withinMs });
  const [deadAtLast, waiting] = [await dead(), await count(names.orders)];
  return {
    onFailure,
    orders,
    done: done.size,
    deliveries,
    poisonDeliveries: times(poisonId).length,
    dead: deadAtLast,
    waiting,
    lost: orders - done.size - deadAtLast - waiting,
    elapsedMs,
    retryDelaysMs: gaps(times(flakyId)),
  };
}

function orderWith(id: number): Order {
  const dish = id === poisonId ? poison : id === flakyId ? `flaky-${flakyFails}` : 'bibimbap';
  return { id, dish, workMs: 1 };
}

function gaps(times: readonly number[]): number[] {
  return times.slice(1).map((at, index) => at - (times[index] as number));
}
