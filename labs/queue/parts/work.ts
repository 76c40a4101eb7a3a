// What a worker does: one order after the other, as a cook does.
import { setTimeout as wait } from 'node:timers/promises';
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { attemptOf } from './names.ts';
import { failsAt, type Order, orderIn } from './order.ts';
import type { Report } from './report.ts';

export interface Work {
  readonly queue: string;
  /** Of the work. `before` is the bug of this lab. */
  readonly acknowledge: 'after' | 'before';
  readonly report: Report;
  /** What becomes of an order whose work fails. */
  failed(channel: ConfirmChannel, message: ConsumeMessage, attempt: number): void | Promise<void>;
}

/** Takes what comes until its channel ends. Returns the consumer's tag. */
export async function workOn(channel: ConfirmChannel, work: Work): Promise<string> {
  const { queue, acknowledge, report, failed } = work;
  let last: Promise<void> = Promise.resolve();
  const tried = new Map<number, number>();
  const { consumerTag } = await channel.consume(queue, (message) => {
    if (!message) return;
    const order = orderIn(message.content);
    const attempt = attemptOf(message, queue);
    const again = message.fields.redelivered;
    report('took', order.id, again ? Math.max(2, attempt) : attempt);
    const acked = async () => {
      channel.ack(message);
      await channel.checkQueue(queue); // Replied to after what was said before on this channel.
      report('acked', order.id);
    };
    if (acknowledge === 'before') acked().catch(() => {});
    last = last.then(async () => {
      if (!again && order.holdsAt === 'work') return await untilKilled();
      await doWork(order);
      const tries = (tried.get(order.id) ?? 0) + 1;
      tried.set(order.id, tries);
      if (failsAt(order, tries)) {
        report('failed', order.id);
        await failed(channel, message, attempt);
        return;
      }
      report('done', order.id);
      if (!again && order.holdsAt === 'ack') return await untilKilled();
      if (acknowledge === 'after') await acked();
    });
    last.catch(() => {}); // The channel is gone: RabbitMQ hands the order to somebody else.
  });
  return consumerTag;
}

/** Stands for what is slow: a printer, a mail server, a payment. */
export async function doWork({ workMs }: Order): Promise<void> {
  await wait(workMs);
}

export const untilKilled = (): Promise<never> => new Promise(() => {});
