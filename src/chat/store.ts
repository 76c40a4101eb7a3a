// The rooms as Redis has them: a history of each and its relay.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import type { Cluster, Redis } from 'ioredis';
import * as scripts from './scripts.ts';
import { type Entry, limits, type Position } from './wire.ts';

export interface StoreOptions {
  /** Before every key and channel. */
  readonly prefix: string;
  /** Messages that a room keeps. */
  readonly keep: number;
  /** How long it keeps them after the last one. */
  readonly keepMs: number;
  /**
   * On a cluster: rooms are hashed over so many partitions, and each of these lies on one node with its relay (sharded
   * Pub/Sub). After a cut a server subscribes again by partition, not by room.
   */
  readonly partitions?: number;
}

/** One Redis, or all of a cluster. */
export type Commands = Redis | Cluster;

export const defaultStore: StoreOptions = { prefix: 'chat:', keep: 1_000, keepMs: 24 * 60 * 60 * 1000 };

export interface Message {
  readonly id: string;
  readonly from: string;
  readonly text: string;
}

export interface Published {
  readonly o: number;
  readonly dup: boolean;
}

export interface Read {
  readonly top: Position;
  readonly entries: readonly Entry[];
}

/** For so long a message that is sent again is known. */
const seenMs = 5 * 60 * 1000;
/** Of a tag: enough that nobody guesses one, at 50 frames a second. */
const digestLetters = 8;
const timeoutMs = 2_000;
const keptLaterMs = 50;

export type Store = ReturnType<typeof openStore>;

/** @param secret of the chat, so that nobody can make up where they stood */
export function openStore(
  redis: Commands,
  { prefix, keep, keepMs, partitions }: StoreOptions,
  secret: string,
) {
  const channel = (room: string) =>
    partitions ? `${prefix}{${partitionOf(room, partitions)}}${room}` : `${prefix}{${room}}`;
  const key = (room: string, name: string) => `${channel(room)}:${name}`;
  const tell = (room: string, text: string): Promise<unknown> =>
    partitions ? redis.spublish(channel(room), text) : redis.publish(channel(room), text);
  const token = () => randomBytes(6).toString('base64url');
  const tagKey = (room: string) => createHmac('sha256', secret).update(`tag ${room}`).digest('hex');
  const servers = `${prefix}servers`;
  const run = scriptRunner(redis, partitions !== undefined);
  const runPublish = async (script: string, room: string, message: Message) => {
    const keys = [key(room, 'meta'), key(room, 'log'), key(room, `seen:${message.from}:${message.id}`)];
    const body = JSON.stringify(message).slice(1);
    const args = [channel(room), body, token(), token(), keep, keepMs, seenMs, tagKey(room)];
    return (await run(script, keys, args)) as [o: number, dup: number, entry?: string];
  };

  return {
    channel,
    async publish(room: string, message: Message): Promise<Published> {
      const [o, dup] = await runPublish(scripts.publish, room, message);
      return { o, dup: dup === 1 };
    },
    /** The planted mistake: told first, kept a moment later. */
    async publishRelayFirst(room: string, message: Message): Promise<Published> {
      const [o, dup, entry = ''] = await runPublish(scripts.relayFirst, room, message);
      if (dup === 1) return { o, dup: true };
      await new Promise((resolve) => setTimeout(resolve, keptLaterMs));
      await within(redis.xadd(key(room, 'log'), `${o}-0`, 'e', entry));
      return { o, dup: false };
    },
    /** To whoever listens, and nothing is kept. */
    async relay(room: string, message: Message): Promise<void> {
      const ts = Math.round(performance.timeOrigin + performance.now());
      await within(tell(room, `m ${JSON.stringify({ o: 0, prev: '', tag: '', ts, ...message })}`));
    },
    /** What follows an offset, or the last page of what there is. */
    async read(room: string, after: number | 'last-page'): Promise<Read> {
      const keys = [key(room, 'meta'), key(room, 'log')];
      const args = after === 'last-page' ? [token(), -1, limits.page] : [token(), after, limits.recover + 1];
      const [epoch, o, tag, found] = (await run(scripts.read, keys, args)) as [
        string,
        number,
        string,
        string[],
      ];
      const entries = found.map((json): Entry => JSON.parse(json));
      return { top: { epoch, o, tag }, entries: after === 'last-page' ? entries.reverse() : entries };
    },
    /** Whether the room did stand there once, whatever it says today. */
    hasStoodAt(room: string, { epoch, o, tag }: Position): boolean {
      const random = tag.slice(0, -digestLetters);
      const digest = createHash('sha1')
        .update(`${tagKey(room)}${epoch}${o}${random}`)
        .digest('hex');
      return tag.endsWith(digest.slice(0, digestLetters)) && random !== '';
    },
    renew: (room: string, epoch: string) =>
      run(scripts.renew, [key(room, 'meta')], [channel(room), epoch, token()]),
    enter: async (room: string, connection: string, user: string) =>
      (await run(scripts.enter, [key(room, 'seats'), key(room, 'users')], [connection, user])) === 1,
    exit: async (room: string, connection: string, user: string) =>
      (await run(scripts.exit, [key(room, 'seats'), key(room, 'users')], [connection, user])) === 1,
    /** Some of the users, and how many there are. */
    async people(room: string): Promise<{ people: string[]; count: number }> {
      const users = key(room, 'users');
      const [count, found] = await within(
        Promise.all([redis.hlen(users), redis.hrandfield(users, limits.people) as Promise<string[] | null>]),
      );
      return { people: (found ?? []).sort(), count };
    },
    /** @returns whether this server is new here (or was taken for dead), and which are dead */
    async lease(server: string, leaseMs: number): Promise<{ isNew: boolean; dead: string[] }> {
      const [added, dead] = (await run(scripts.lease, [servers], [server, leaseMs])) as [number, string[]];
      return { isNew: added === 1, dead };
    },
    /** Which seats a server holds, for whoever cleans up after it. */
    seats: {
      add: (server: string, seat: string) => within(redis.sadd(`${servers}:${server}`, seat)),
      remove: (server: string, seat: string) => within(redis.srem(`${servers}:${server}`, seat)),
      of: (server: string) => within(redis.smembers(`${servers}:${server}`)),
      async forget(server: string) {
        await within(redis.del(`${servers}:${server}`));
        await within(redis.zrem(servers, server));
      },
    },
    /** All of it: a room on a node that is away is away. */
    isUp: () =>
      within(Promise.all(('nodes' in redis ? redis.nodes('master') : [redis]).map((one) => one.ping()))).then(
        () => true,
        () => false,
      ),
    announce: (room: string, what: object) => within(tell(room, `p ${JSON.stringify(what)}`)),
  };
}

/** A room's partition: the same for every server. */
const partitionOf = (room: string, partitions: number) =>
  createHash('sha1').update(room).digest().readUInt32BE() % partitions;

/** EVALSHA, and the script itself where Redis does not know it: after a start, a failover, a SCRIPT FLUSH. */
function scriptRunner(redis: Commands, sharded: boolean) {
  const shas = new Map<string, string>();
  return async (
    text: string,
    keys: readonly string[],
    args: readonly (string | number)[],
  ): Promise<unknown> => {
    const script = sharded ? text.replaceAll("'PUBLISH'", "'SPUBLISH'") : text;
    const rest = [keys.length, ...keys, ...args] as const;
    const sha = shas.get(script) ?? createHash('sha1').update(script).digest('hex');
    shas.set(script, sha);
    return await within(
      redis.evalsha(sha, ...rest).catch((error: Error) => {
        if (error.message.startsWith('NOSCRIPT')) return redis.eval(script, ...rest);
        throw error;
      }),
    );
  };
}

/** A Redis that is frozen replies to nothing: whoever waits must hear that its fate is unknown. */
async function within<T>(reply: Promise<T>): Promise<T> {
  let late: NodeJS.Timeout | undefined;
  const timeout = new Promise<never>((_, reject) => {
    late = setTimeout(() => reject(new Error('no reply from Redis')), timeoutMs);
  });
  try {
    return await Promise.race([reply, timeout]);
  } finally {
    clearTimeout(late);
  }
}
