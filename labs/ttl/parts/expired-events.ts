// Keyspace notifications: Redis publishes `expired` when it removes a key whose time was over.
// https://redis.io/docs/latest/develop/pubsub/keyspace-notifications/
import type { Clock, RedisServer } from '../../../src/kit/run.ts';

/** E: events by name (`__keyevent@0__:expired`). x: expired keys. Without both nothing is sent; the default is none. */
const neededFlags = ['E', 'x'] as const;
/** `A` stands for all kinds of events, `x` among them. */
const allKinds = 'A';

/** The setting with our flags added. What the learner's own application listens to stays switched on. */
export function withExpiredEvents(flags: string): string {
  const missing = neededFlags.filter(
    (flag) => !flags.includes(flag) && !(flag === 'x' && flags.includes(allKinds)),
  );
  return flags + missing.join('');
}

export interface ExpiredEvents {
  /** When the event of each key arrived, by our monotonic clock. */
  readonly atMs: Map<string, number>;
  onEvent(listener: (key: string) => void): void;
}

/**
 * Switches the events on and subscribes to those of our keys; on the learner's own Redis others expire too.
 * @throws the server's own error where it does not let us
 */
export async function hearExpired(
  server: RedisServer,
  clock: Clock,
  isOurs: (key: string) => boolean,
): Promise<ExpiredEvents> {
  await server.configure('notify-keyspace-events', withExpiredEvents);
  const subscriber = await server.connect('subscriber');
  const atMs = new Map<string, number>();
  let listener: (key: string) => void = () => {};
  subscriber.on('message', (_, key) => {
    if (!isOurs(key)) return;
    atMs.set(key, clock.nowMs());
    listener(key);
  });
  await subscriber.subscribe(channelOf(server));
  return {
    atMs,
    onEvent(listens) {
      listener = listens;
    },
  };
}

/** Events are published per database: `__keyevent@0__:expired`. */
export function channelOf(server: RedisServer): string {
  const database = new URL(server.url).pathname.slice(1);
  return `__keyevent@${database}__:expired`;
}
