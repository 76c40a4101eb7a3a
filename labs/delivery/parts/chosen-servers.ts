// A server of each kind, for acts that look at the kinds and not at every system on them.
import { type KafkaServer, type RabbitmqServer, redis, type Text } from '../../../src/kit/run.ts';
import type { BrokerName } from '../data.ts';
import { type DeliveryContext, vhost } from '../settings.ts';
import { aof } from './brokers.ts';
import { whyNot } from './cast.ts';

export async function chosenServers({ scope, services }: DeliveryContext) {
  const missing: { broker: BrokerName; skipped: Text }[] = [];
  const here = <Server extends object>(
    broker: BrokerName,
    found: Server | { readonly skipped: Text } | null,
  ): Server | null => {
    if (!found || !('skipped' in found)) return found;
    missing.push({ broker, skipped: found.skipped });
    return null;
  };
  return {
    redis: await scope.start(redis({ config: aof('everysec') })),
    rabbitmq: here<RabbitmqServer>('rabbitmq', await unlessFull(services.rabbitmq)),
    kafka: here<KafkaServer>('kafka', services.kafka),
    missing,
  };
}

/** Short of disk or memory RabbitMQ tells those who publish, and nobody else: so a message for no queue is published. */
async function unlessFull(found: DeliveryContext['services']['rabbitmq']): Promise<typeof found> {
  if (!found || 'skipped' in found) return found;
  let raise = (_: Error) => {};
  const alarm = new Promise<Error>((resolve) => {
    raise = resolve;
  });
  const channel = await (
    await found.connect(vhost, undefined, (raised) => raise(raised))
  ).createConfirmChannel();
  channel.on('error', () => {}); // Whoever waits for the confirm hears it.
  channel.publish('', found.queue('nobody'), Buffer.alloc(0));
  const refusal = await Promise.race([alarm, channel.waitForConfirms().then(() => null)]);
  return refusal ? { skipped: whyNot(refusal) } : found;
}
