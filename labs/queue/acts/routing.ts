// Exchanges of the four kinds, bindings, messages: which queue got what?
import type { ConfirmChannel } from 'amqplib';
import type { RoutingCase, RoutingData } from '../data.ts';
import { declareExchange, declareQueue, publishConfirmed } from '../parts/names.ts';
import { draw, examples, type Routes } from '../parts/routes.ts';
import type { QueueContext } from '../settings.ts';

export async function routing(context: QueueContext): Promise<RoutingData> {
  const channel = await context.services.amqp.channel('routing');
  const run = async (routes: readonly Routes[], prefix: string) => {
    const cases: RoutingCase[] = [];
    for (const one of routes) cases.push(await route(context, channel, one, `${prefix}-${one.kind}`));
    return cases;
  };
  return {
    examples: await run(examples, 'example'),
    drawn: await run(draw(context.seed), 'drawn'),
    unroutable: await unroutable(context, channel),
  };
}

async function route(
  { services, note }: QueueContext,
  channel: ConfirmChannel,
  { kind, bindings, messages }: Routes,
  arm: string,
): Promise<RoutingCase> {
  const { amqp } = services;
  const exchange = amqp.exchange(arm);
  const queues = [...new Set(bindings.map(({ queue }) => queue))];
  const named = (queue: string) => amqp.queue(`${arm}-${queue}`);
  await declareExchange(channel, exchange, kind);
  for (const queue of queues) await declareQueue(channel, named(queue));
  for (const { queue, key, headers, match } of bindings) {
    const wanted = headers ? { ...headers, 'x-match': match } : {};
    await channel.bindQueue(named(queue), exchange, key, wanted);
  }
  const isExample = arm.startsWith('example');
  await Promise.all(
    messages.map(({ id, key, headers }) => {
      if (isExample) note({ kind: 'send', msg: String(id), from: 'shop', to: 'exchange', on: key }, arm);
      return publishConfirmed(channel, exchange, key, Buffer.from(String(id)), { headers });
    }),
  );
  const got: Record<string, number[]> = {};
  for (const queue of queues) {
    got[queue] = await drain(channel, named(queue));
    if (isExample)
      for (const id of got[queue])
        note({ kind: 'recv', msg: String(id), from: 'exchange', to: 'queue', on: queue }, arm);
  }
  return { kind, bindings, messages, got };
}

/** Every publish was confirmed: what was routed lies in its queues. */
async function drain(channel: ConfirmChannel, queue: string): Promise<number[]> {
  const ids: number[] = [];
  for (;;) {
    const message = await channel.get(queue, { noAck: true });
    if (!message) return ids;
    ids.push(Number(message.content.toString()));
  }
}

/** No binding fits. RabbitMQ confirms it all the same; with the flag `mandatory` it gives it back before. */
async function unroutable(
  { services }: QueueContext,
  channel: ConfirmChannel,
): Promise<RoutingData['unroutable']> {
  const exchange = services.amqp.exchange('unbound');
  const queue = services.amqp.queue('unbound');
  await declareExchange(channel, exchange, 'direct');
  await declareQueue(channel, queue);
  await channel.bindQueue(queue, exchange, 'order');
  let returned: string | null = null;
  channel.once('return', ({ fields }) => {
    returned = String((fields as { replyText?: string }).replyText);
  });
  const body = Buffer.from('1');
  const confirmed = await publishConfirmed(channel, exchange, 'oder', body).then(
    () => true,
    () => false,
  );
  await publishConfirmed(channel, exchange, 'oder', body, { mandatory: true });
  return { confirmed, returned };
}
