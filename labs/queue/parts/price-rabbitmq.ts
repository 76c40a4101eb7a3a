// Five features on RabbitMQ: most of them are declared with the queue, and RabbitMQ does them.
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { until } from '../../../src/kit/run.ts';
import type { Feature } from '../data.ts';
import type { QueueContext } from '../settings.ts';
import {
  attemptOf,
  declareExchange,
  declareQueue,
  declareRetry,
  mostAttempts,
  namesOf,
  publishConfirmed,
} from './names.ts';
import {
  concerned,
  departments,
  type Measured,
  nextMessage,
  priceOrders,
  retryAfterMs,
  stopwatch,
} from './price.ts';

const withinMs = 30_000;
const body = Buffer.from('bibimbap');

export function rabbitmqPrices(context: QueueContext): Readonly<Record<Feature, () => Promise<Measured>>> {
  const { amqp } = context.services;
  const open = () => amqp.channel('streams');
  const done = (condition: () => boolean | Promise<boolean>) =>
    until(condition, {
      signal: context.signal,
      what: { ko: '주문 처리', en: 'the work on the orders' },
      withinMs,
    });

  return {
    async plain() {
      const [channel, queue] = [await open(), amqp.queue('price-plain')];
      await declareQueue(channel, queue);
      let [commands, worked] = [1, 0]; // basic.consume, once.
      await channel.consume(queue, (message) => {
        if (!message) return;
        channel.ack(message);
        commands += 1;
        worked += 1;
      });
      for (let id = 1; id <= priceOrders; id += 1) {
        await publishConfirmed(channel, '', queue, body);
        commands += 1;
      }
      await done(() => worked === priceOrders);
      return { commands, complete: worked === priceOrders, afterMs: null };
    },

    async dies() {
      const [channel, queue] = [await open(), amqp.queue('price-dies')];
      await declareQueue(channel, queue);
      const mortal = await amqp.connect('streams');
      const first = await mortal.createConfirmChannel();
      const taken = nextMessage(first, queue);
      await publishConfirmed(channel, '', queue, body);
      await taken;
      const again = nextMessage(channel, queue);
      const since = stopwatch();
      await mortal.close();
      const message = await again;
      const afterMs = since();
      channel.ack(message);
      return { commands: 4, complete: message.fields.redelivered, afterMs }; // publish, consume twice, ack
    },

    async retry() {
      const channel = await open();
      const names = namesOf(amqp, 'price-retry-');
      await declareRetry(channel, names, retryAfterMs);
      let [commands, afterMs] = [1, 0];
      let since = stopwatch();
      let worked = false;
      await consume(channel, names.orders, (message) => {
        commands += 1;
        if (attemptOf(message, names.orders) === 1) {
          channel.reject(message, false);
          since = stopwatch();
          return;
        }
        afterMs = since();
        channel.ack(message);
        worked = true;
      });
      await publishConfirmed(channel, '', names.orders, body);
      await done(() => worked);
      return { commands: commands + 1, complete: worked, afterMs };
    },

    async 'dead-letter'() {
      const channel = await open();
      const names = namesOf(amqp, 'price-dead-');
      await declareRetry(channel, names, 1);
      let commands = 1;
      let given = false;
      await consume(channel, names.orders, async (message) => {
        commands += 1;
        if (attemptOf(message, names.orders) < mostAttempts) return channel.reject(message, false);
        await publishConfirmed(channel, '', names.dead, message.content);
        commands += 1;
        channel.ack(message);
        given = true;
      });
      await publishConfirmed(channel, '', names.orders, body);
      await done(() => given);
      const { messageCount } = await channel.checkQueue(names.dead);
      return { commands: commands + 1, complete: messageCount === 1, afterMs: null };
    },

    async routing() {
      const [channel, exchange] = [await open(), amqp.exchange('price-routing')];
      const queueOf = (department: string) => amqp.queue(`price-${department}`);
      await declareExchange(channel, exchange, 'topic');
      for (const department of departments) {
        await declareQueue(channel, queueOf(department));
        await channel.bindQueue(
          queueOf(department),
          exchange,
          `order.${department === 'stock' ? 'returned' : '*'}`,
        );
      }
      for (let id = 1; id <= priceOrders; id += 1)
        await publishConfirmed(channel, exchange, 'order.paid', body);
      const counts = await Promise.all(
        departments.map(async (department) => (await channel.checkQueue(queueOf(department))).messageCount),
      );
      const complete = departments.every(
        (department, index) => counts[index] === (concerned.includes(department) ? priceOrders : 0),
      );
      return { commands: priceOrders, complete, afterMs: null };
    },
  };
}

async function consume(
  channel: ConfirmChannel,
  queue: string,
  take: (message: ConsumeMessage) => void | Promise<void>,
): Promise<void> {
  await channel.consume(queue, (message) => {
    if (message) Promise.resolve(take(message)).catch(() => {}); // The channel is gone, and its end is told elsewhere.
  });
}
