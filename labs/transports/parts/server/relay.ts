// Two servers as one: whoever is given an update tells the others over Redis Pub/Sub.
//
// The number comes from INCR, so that it means the same at every server. Left out: two who publish at the same moment.
// Their numbers could arrive in the other order; a script that counts and publishes in one step cannot do that.
import { Redis } from 'ioredis';
import type { Feed } from './feed.ts';

export interface RelayOptions {
  readonly host: string;
  readonly port: number;
  readonly password: string;
}

const [counter, channel] = ['updates:count', 'updates'];

export async function relay(
  feed: Feed,
  address: RelayOptions,
): Promise<(dueNs: number, text: string) => Promise<void>> {
  const redis = new Redis(address);
  const listener = redis.duplicate();
  listener.on('message', (_, message) => {
    const { id, dueNs, text } = JSON.parse(message);
    feed.publish(dueNs, text, id);
  });
  await listener.subscribe(channel);
  return async (dueNs, text) => {
    const id = await redis.incr(counter);
    await redis.publish(channel, JSON.stringify({ id, dueNs, text }));
  };
}
