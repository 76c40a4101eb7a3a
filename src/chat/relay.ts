// What servers tell each other: one subscription per room and server, on a connection of its own.
import type { Redis } from 'ioredis';

export interface Relay {
  /** Resolves when Redis has confirmed it: whatever is published from now on is heard. */
  subscribe(channel: string, hear: (payload: string) => void): Promise<void>;
  unsubscribe(channel: string): void;
  /** All subscriptions are in place again after the connection was lost. */
  onBack(listener: () => void): void;
  onLost(listener: () => void): void;
  /** A connection that carries nothing any more looks like one on which nobody speaks: ask. */
  probe(): void;
}

const answerWithinMs = 2_000;
const againMs = 100;

export function openRelay(redis: Redis): Relay {
  const rooms = new Map<string, (payload: string) => void>();
  const backListeners: (() => void)[] = [];
  redis.on('message', (channel: string, payload: string) => rooms.get(channel)?.(payload));
  redis.on('ready', async () => {
    // ioredis subscribes again by itself, and does not say when it is done.
    for (;;) {
      try {
        if (rooms.size > 0) await redis.subscribe(...rooms.keys());
        break;
      } catch {
        if (redis.status !== 'ready') return; // The next `ready` comes.
        await new Promise((resolve) => setTimeout(resolve, againMs));
      }
    }
    for (const listener of backListeners) listener();
  });
  return {
    async subscribe(channel, hear) {
      rooms.set(channel, hear);
      await redis.subscribe(channel);
    },
    unsubscribe(channel) {
      rooms.delete(channel);
      redis.unsubscribe(channel).catch(() => {}); // Gone with the connection.
    },
    onBack: (listener) => void backListeners.push(listener),
    onLost: (listener) => void redis.on('close', listener),
    probe: () => probe(redis),
  };
}

/** Where no answer comes in time the connection is made anew. */
export function probe(redis: Redis): void {
  const late = setTimeout(() => redis.disconnect(true), answerWithinMs);
  const inTime = () => clearTimeout(late);
  redis.ping().then(inTime, inTime);
}
