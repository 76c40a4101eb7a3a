// A stream with a consumer group, and a consumer as it should be written.
// XADD stores, XREADGROUP hands out and remembers to whom (the pending list), XACK forgets.
// https://redis.io/docs/latest/develop/data-types/streams/#consumer-groups
import { setTimeout as wait } from 'node:timers/promises';
import { type Redis, type RedisServer, until } from '../../../src/kit/run.ts';
import type { StreamFault } from '../data.ts';
import type { PubsubContext } from '../settings.ts';
import { openNotebook } from './sequence.ts';

const group = 'readers';
const batch = 10;
/** A batch may be claimed when its consumer has said nothing for so long. */
const claimAfterIdleMs = 50;
/** On the learner's own Redis a stream goes by itself even if we are killed before we can delete it. */
const forgetAfterSeconds = 600;
const arrival = { ko: '남은 메시지의 도착', en: 'the arrival of what is left' };
const drainWithinMs = 15_000;
const askAgainMs = 10;

export type Stream = Awaited<ReturnType<typeof openStream>>;
export type Entry = readonly [entryId: string, id: number];

/** @param producer whose XADD it is; it may have a bad line, so everything else asks over a line of its own */
export async function openStream(
  context: PubsubContext,
  server: RedisServer,
  fault: StreamFault,
  producer?: Redis,
) {
  const { signal } = context;
  const key = server.key(`stream-${fault}`);
  const control = await server.connect('producer');
  const adding = producer ?? control;
  const notebook = openNotebook(context, fault, { from: 'producer', to: 'consumer' });
  // In one transaction: a run that is killed in between would leave a key for ever.
  const made = await control
    .multi()
    .xgroup('CREATE', key, group, '0', 'MKSTREAM')
    .expire(key, forgetAfterSeconds)
    .exec();
  for (const [error] of made ?? []) if (error) throw error;

  /** What the group says of itself: handed out and not acknowledged; not handed out yet (null where the server cannot tell). */
  async function atTheEnd(): Promise<{ pending: number; lag: number | null }> {
    const [info] = (await control.xinfo('GROUPS', key)) as unknown[][];
    const field = (label: string) => (info?.includes(label) ? (info[info.indexOf(label) + 1] ?? null) : null);
    return { pending: Number(field('pending')), lag: field('lag') as number | null };
  }

  /** Redis tells the lag from 7.0 on; before that, whether the last entry of all was handed out. */
  async function allHandedOut(): Promise<boolean> {
    const { lag } = await atTheEnd();
    if (lag !== null) return lag === 0;
    const [info] = (await control.xinfo('GROUPS', key)) as unknown[][];
    const [last] = await control.xrevrange(key, '+', '-', 'COUNT', 1);
    return info?.[info.indexOf('last-delivered-id') + 1] === last?.[0];
  }

  let refused: unknown = null;
  /** Nobody waits for a consumer whose command the server refuses. */
  const unlessRefused = async (condition: boolean | Promise<boolean>) => {
    if (refused !== null) throw refused;
    return await condition;
  };

  return {
    key,
    notebook,
    atTheEnd,
    /** A consumer says that it cannot go on. */
    refuse(error: unknown): void {
      refused ??= error;
    },
    /** Until the server has so many, whatever the producer knows of it. */
    stored: (count: number) =>
      until(async () => (await control.xlen(key)) >= count, {
        signal,
        what: { ko: '메시지의 저장', en: 'the messages in the stream' },
        withinMs: drainWithinMs,
      }),
    /** One after the other; with `maxLength` each XADD throws away all but the last so many. */
    async add(ids: readonly number[], maxLength?: number): Promise<void> {
      for (const id of ids) {
        notebook.sent(id);
        const limit = maxLength === undefined ? [] : (['MAXLEN', '=', maxLength] as const);
        await adding.call('XADD', key, ...limit, '*', 'id', String(id));
        notebook.acknowledged(id);
      }
    },
    /** All at once, over a line on which no reply comes back: which of them were stored the producer cannot know. */
    addWithoutReply(ids: readonly number[]): Promise<unknown> {
      return Promise.allSettled(
        ids.map((id) => {
          notebook.sent(id);
          const added = adding.xadd(key, '*', 'id', String(id));
          return added.then(() => notebook.acknowledged(id)).catch(() => notebook.unanswered(id));
        }),
      );
    },
    /** Until so many have arrived: then the part before a fault is over. */
    arrived: (count: number) =>
      until(() => unlessRefused(notebook.received.length >= count), {
        signal,
        what: arrival,
        withinMs: drainWithinMs,
      }),
    /**
     * Nothing undelivered and nothing pending: the group itself says that it is through. In this order: what is not
     * handed out yet is not pending either, and would be by the second question.
     */
    async drained(): Promise<void> {
      const through = async () => {
        if (await unlessRefused((await allHandedOut()) && (await atTheEnd()).pending === 0)) return true;
        await wait(askAgainMs); // Each XINFO stands in the trace: not more of them than need be.
        return false;
      };
      await until(through, { signal, what: arrival, withinMs: drainWithinMs });
    },
  };
}

/**
 * First what it was handed earlier and never acknowledged, then what others left behind, then what is new; XACK only
 * after the work is done. It lives through a lost connection.
 */
export function consume(
  client: Redis,
  stream: Stream,
  name: string,
  signal: AbortSignal,
  idleMs = claimAfterIdleMs,
) {
  let running = true;
  const work = async (entries: readonly Entry[]) => {
    for (const [, id] of entries) stream.notebook.arrived(id);
    await acknowledge(client, stream, entries);
  };
  const loop = async () => {
    while (running && !signal.aborted) {
      try {
        await work(await readPending(client, stream, name));
        await work(await claim(client, stream, name, idleMs));
        await work(await readNew(client, stream, name));
      } catch (error) {
        // XAUTOCLAIM, say, which Redis has from 6.2 on.
        if (error instanceof Error && error.name === 'ReplyError') return stream.refuse(error);
        // The connection was lost in mid-command; the client library is already on its way back.
        if (client.status === 'end') return;
      }
    }
  };
  const done = loop();
  return {
    async stop() {
      running = false;
      await done;
    },
  };
}

export async function acknowledge(client: Redis, { key }: Stream, entries: readonly Entry[]): Promise<void> {
  if (entries.length > 0) await client.xack(key, group, ...entries.map(([entryId]) => entryId));
}

export async function readNew(client: Redis, { key }: Stream, name: string): Promise<Entry[]> {
  const reply = await client.xreadgroup(
    'GROUP',
    group,
    name,
    'COUNT',
    batch,
    'BLOCK',
    20,
    'STREAMS',
    key,
    '>',
  );
  return entriesOf(reply);
}

async function readPending(client: Redis, { key }: Stream, name: string): Promise<Entry[]> {
  return entriesOf(await client.xreadgroup('GROUP', group, name, 'COUNT', batch, 'STREAMS', key, '0'));
}

async function claim(client: Redis, { key }: Stream, name: string, idleMs: number): Promise<Entry[]> {
  const reply = (await client.xautoclaim(key, group, name, idleMs, '0', 'COUNT', batch)) as unknown[];
  return toEntries(reply[1]);
}

/** After a restart: the group is there if the persistence brought it back, and made anew if not. Returns the stream's length. */
export async function reopen(client: Redis, { key }: Stream): Promise<number> {
  await client.xgroup('CREATE', key, group, '0', 'MKSTREAM').catch(() => {});
  return await client.xlen(key);
}

function entriesOf(reply: unknown): Entry[] {
  const [stream] = (reply ?? []) as [string, unknown][];
  return toEntries(stream?.[1]);
}

/** `[['1700-0', ['id', '7']], …]`; an entry that was deleted meanwhile comes as null. */
function toEntries(entries: unknown): Entry[] {
  return ((entries ?? []) as [string, string[] | null][]).flatMap(([entryId, fields]) =>
    fields ? [[entryId, Number(fields[1])] as const] : [],
  );
}
