// The queues of the prototype, and how an order that fails comes round again.
import type { ConfirmChannel, ConsumeMessage, Options } from 'amqplib';
import type { RabbitmqServer } from '../../../src/kit/run.ts';

/** What a run that is killed leaves on the learner's own RabbitMQ goes by itself after so long without use. */
const forgetAfterMs = 600_000;

export async function declareQueue(
  channel: ConfirmChannel,
  name: string,
  options: Options.AssertQueue = {},
): Promise<void> {
  await channel.assertQueue(name, { durable: true, ...options, expires: forgetAfterMs });
}

/** An exchange goes with its last queue. */
export async function declareExchange(channel: ConfirmChannel, name: string, kind: string): Promise<void> {
  await channel.assertExchange(name, kind, { durable: true, autoDelete: true });
}

/** The names as the server has them. */
export interface Names {
  readonly orders: string;
  /** Where a failed order waits before it comes again. */
  readonly retry: string;
  /** Where it ends after too many attempts. */
  readonly dead: string;
}

export function namesOf({ queue }: Pick<RabbitmqServer, 'queue'>, prefix: string): Names {
  return {
    orders: queue(`${prefix}orders`),
    retry: queue(`${prefix}orders.retry`),
    dead: queue(`${prefix}orders.dead`),
  };
}

export const mostAttempts = 3;

/**
 * A rejected order goes to a queue that nobody reads (x-dead-letter-exchange); there its time runs out (x-message-ttl),
 * and it is dead-lettered back.
 */
export async function declareRetry(
  channel: ConfirmChannel,
  { orders, retry, dead }: Names,
  afterMs: number,
): Promise<void> {
  await declareQueue(channel, orders, { deadLetterExchange: '', deadLetterRoutingKey: retry });
  await declareQueue(channel, retry, {
    messageTtl: afterMs,
    deadLetterExchange: '',
    deadLetterRoutingKey: orders,
  });
  await declareQueue(channel, dead);
}

/** Which attempt this delivery is, from 1: RabbitMQ counts in the header x-death how often it was rejected. */
export function attemptOf({ properties }: ConsumeMessage, queue: string): number {
  const deaths = (properties.headers?.['x-death'] ?? []) as readonly {
    queue: string;
    reason: string;
    count: number;
  }[];
  const rejected = deaths.find((death) => death.queue === queue && death.reason === 'rejected');
  return Number(rejected?.count ?? 0) + 1;
}

/** Resolves with RabbitMQ's yes to this message, rejects at its no. */
export function publishConfirmed(
  channel: ConfirmChannel,
  exchange: string,
  key: string,
  body: Buffer,
  options: Options.Publish = {},
): Promise<void> {
  return new Promise((resolve, reject) => {
    channel.publish(exchange, key, body, { persistent: true, ...options }, (error) =>
      error ? reject(error) : resolve(),
    );
  });
}
