// Our producers and consumers beside the brokers' own tools, at the same guarantee, size and window: so that a table of
// the lab compares brokers, and not clients.
import type { BenchRow } from '../row.ts';
import { benchKafka } from './kafka.ts';
import { benchRabbitmq } from './rabbitmq.ts';
import { benchRedis } from './redis.ts';

export async function benchBrokers(): Promise<BenchRow[]> {
  return [...(await benchRedis()), ...(await benchRabbitmq()), ...(await benchKafka())];
}
