// A server of each kind, for acts that look at the kinds and not at every system on them.
import { type KafkaServer, type RabbitmqServer, redis, type Text } from '../../../src/kit/run.ts';
import type { BrokerName } from '../data.ts';
import type { DeliveryContext } from '../settings.ts';
import { aof } from './brokers.ts';

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
    rabbitmq: here<RabbitmqServer>('rabbitmq', services.rabbitmq),
    kafka: here<KafkaServer>('kafka', services.kafka),
    missing,
  };
}
