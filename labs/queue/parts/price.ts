// The same features on RabbitMQ and on Redis Streams. Counted is what our side sends to the server for the orders; queues
// and groups are made before.
import type { ConfirmChannel, ConsumeMessage } from 'amqplib';
import { monotonicClock } from '../../../src/kit/run.ts';
import type { Feature, PriceRow, System } from '../data.ts';

/** One feature in one system, as it is measured. */
export interface Measured {
  readonly commands: number;
  /** Whether every order came to where it should. */
  readonly complete: boolean;
  readonly afterMs: number | null;
}

export type Measure = () => Promise<Measured>;

export const priceOrders = 20;
export const departments = ['kitchen', 'delivery', 'billing', 'stock'] as const;
/** Those that an order goes to. */
export const concerned = departments.slice(0, 3);
export const retryAfterMs = 200;
/** Of Streams: how long an order has to lie with somebody before another may claim it. */
export const claimAfterMs = 500;
/** Of Streams: how often somebody looks for what is due. */
export const pollEveryMs = 20;

export async function rowOf(feature: Feature, system: System, measure: Measure): Promise<PriceRow> {
  const { commands, complete, afterMs } = await measure();
  const orders = feature === 'plain' || feature === 'routing' ? priceOrders : 1;
  return { feature, system, orders, commands, complete, afterMs };
}

export function stopwatch(): () => number {
  const beganNs = monotonicClock.nowNs();
  return () => (monotonicClock.nowNs() - beganNs) / 1e6;
}

/** The next message that this channel is handed. */
export function nextMessage(channel: ConfirmChannel, queue: string): Promise<ConsumeMessage> {
  return new Promise((resolve, reject) => {
    channel.consume(queue, (message) => message && resolve(message)).catch(reject);
  });
}
