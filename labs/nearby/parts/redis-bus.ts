// The bus and the store on the real Redis: channels for what moves, a key with a TTL for where somebody is, a set for
// who has somebody on their list.
import type { Redis, RedisServer } from '../../../src/kit/run.ts';
import { type Bus, channelOf, type Store } from './bus.ts';

/** What a server refused of what nobody waits for. */
export function refusals() {
  let first: Error | null = null;
  return {
    note(error: Error): void {
      first ??= error;
    },
    /** @throws the first of them */
    check(): void {
      if (first) throw first;
    },
  };
}

/** Nobody waits for these answers. A lost one says that the run has ended in between, a refusal that its figures are none. */
type Refused = (error: Error) => void;
export const onlyRefusals = (refused: Refused) => (error: Error) => {
  if (error.name === 'ReplyError') refused(error);
};

/** @param prefix before the channels' names; on the learner's own Redis the run's comes before that, as with keys */
export async function redisBus(
  server: RedisServer,
  name: string,
  publisher: Redis,
  refused: Refused,
  prefix = '',
): Promise<Bus> {
  const unanswered = onlyRefusals(refused);
  const subscriber = await server.connect(`${name}-listens`);
  const nameOf = (channel: string) => server.key(prefix + channel);
  const prefixLength = nameOf('').length;
  const named = (channels: readonly string[]) => channels.map(nameOf);
  return {
    subscribe: (channels) => subscriber.subscribe(...named(channels)),
    unsubscribe: (channels) => subscriber.unsubscribe(...named(channels)).catch(unanswered),
    publish: (channel, text) => void publisher.publish(nameOf(channel), text).catch(unanswered),
    onMessage: (listener) =>
      void subscriber.on('message', (channel, text) => listener(channel.slice(prefixLength), text)),
  };
}

/** @param ttlMs after which a phone that says nothing is forgotten */
export function redisStore(
  client: Redis,
  key: (name: string) => string,
  ttlMs: number,
  refused: Refused,
): Store {
  const unanswered = onlyRefusals(refused);
  const placeKey = (user: number) => key(channelOf(user));
  const listersKey = (user: number) => key(`listers:${user}`);
  return {
    put: (user, text) => void client.set(placeKey(user), text, 'PX', ttlMs).catch(unanswered),
    get: (users) => client.mget(users.map(placeKey)),
    remove: (user) => void client.unlink(placeKey(user)).catch(unanswered),
    listersOf: async (user) => (await client.smembers(listersKey(user))).map(Number),
    addListers(user, listers) {
      const list = [...listers];
      if (list.length > 0) void client.sadd(listersKey(user), ...list).catch(unanswered);
    },
    removeLister: (user, lister) => void client.srem(listersKey(user), lister).catch(unanswered),
  };
}
