// Redis as one that keeps messages: a list forgets what it hands out, a stream with a group remembers.
import { setTimeout as wait } from 'node:timers/promises';
import { type Redis, type RedisPipeline, type RedisServer, until } from '../../../src/kit/run.ts';
import type { SystemId } from '../data.ts';
import type { Channel, Consumer, Line, Producer, System, Work } from './system.ts';

/** On loopback, with nobody who would send it again. */
export const soonQuietMs = 600;
const quietMs = 1_500;
/** To end the turn that is under way; with a line that is cut it has no end. */
const lastTurnMs = 1_000;
const nothing = async () => {};
const withinMs = 20_000;
const settling = { ko: '읽은 메시지의 확인', en: 'the acknowledgement of what was read' };

/** Of a server what a conversation needs. */
export type Connects = Pick<RedisServer, 'connect' | 'pipeline'>;

export const connect = (server: Connects, name: string, through: Line) =>
  server.connect(name, { through, reconnect: true });

export async function producing(
  server: Connects,
  line: Line,
  command: (text: string) => [string, ...string[]],
): Promise<Producer> {
  const client = await connect(server, 'producer', line);
  let pipeline: Promise<RedisPipeline> | null = null;
  return {
    async send(texts) {
      const commands = texts.map(command);
      if (commands.length > 1) {
        pipeline ??= server.pipeline('producer', { through: line });
        await (await pipeline).send(commands);
      } else for (const words of commands) await client.call(...words);
    },
    async close() {
      client.disconnect();
      (await pipeline)?.disconnect();
    },
  };
}

/** RPUSH and LPOP: what was popped is gone, whatever becomes of whoever popped it. */
export function list(server: Connects): System {
  async function attach(name: string): Promise<Channel> {
    return {
      name,
      producer: (line) => producing(server, line, (text) => ['RPUSH', name, text]),
      consumer: (line, as, work) =>
        looping(server, as, line, async (client) => {
          const texts = await client.lpop(name, batch);
          for (const text of texts ?? []) await work(text);
          if (!texts) await wait(pollMs);
        }),
    };
  }
  return { id: 'list', sendsAgain: true, quietMs: soonQuietMs, open: attach, attach };
}

const batch = 10;
const pollMs = 5;
const group = 'readers';
/** What a consumer was handed may be claimed by another when nothing was heard of it for so long. */
const claimAfterIdleMs = 100;

export const streamsIds = ['streams-off', 'streams-everysec', 'streams-always'] as const satisfies SystemId[];

export function streams(server: Connects, id: SystemId, signal: AbortSignal): System {
  async function open(name: string): Promise<Channel> {
    const control = await server.connect('control', { reconnect: true });
    await control.xgroup('CREATE', name, group, '0', 'MKSTREAM');
    return await attach(name);
  }
  async function attach(name: string): Promise<Channel> {
    let control: Promise<Redis> | null = null;
    async function isDrained(): Promise<boolean> {
      control ??= server.connect('control', { reconnect: true });
      return await isRead(await control, name);
    }
    return {
      name,
      producer: (line) => producing(server, line, (text) => ['XADD', name, '*', 'text', text]),
      async consumer(line, as, work) {
        const consumer = await looping(server, as, line, (client) => takeBatch(client, name, as, work));
        return { ...consumer, settled: () => until(isDrained, { signal, what: settling, withinMs }) };
      },
      isDrained,
    };
  }
  return { id, sendsAgain: true, quietMs, open, attach };
}

/** Its last entry was handed out, and all are acknowledged: with an fsync for each step silence alone says nothing. */
async function isRead(client: Redis, stream: string): Promise<boolean> {
  const [of, [readers = []]] = [
    await client.xinfo('STREAM', stream),
    await client.xinfo('GROUPS', stream),
  ] as [unknown[], unknown[][]];
  const field = (all: unknown[], name: string) => all[all.indexOf(name) + 1];
  const isHandedOut = field(readers, 'last-delivered-id') === field(of, 'last-generated-id');
  return isHandedOut && field(readers, 'pending') === 0;
}

/** What it was handed and did not acknowledge, then what others left, then what is new; XACK after the work. */
async function takeBatch(client: Redis, stream: string, as: string, work: Work): Promise<void> {
  const read = async (from: '0' | '>') =>
    entriesOf(
      await client.xreadgroup(
        ...(['GROUP', group, as, 'COUNT', batch, 'BLOCK', 20, 'STREAMS', stream, from] as const),
      ),
    );
  const take = async (entries: readonly Entry[], again: boolean) => {
    for (const [entry, text] of entries) {
      await work(text, again);
      await client.xack(stream, group, entry);
    }
  };
  try {
    await take(await read('0'), true);
    const claim = [stream, group, as, claimAfterIdleMs, '0', 'COUNT', batch] as const;
    const [, claimed] = (await client.xautoclaim(...claim)) as unknown[];
    await take(toEntries(claimed), true);
    await take(await read('>'), false);
  } catch (error) {
    // The server came back with less than it had: the group is one of the things that it forgot.
    if (!String(error).includes('NOGROUP')) throw error;
    await client.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
  }
}

type Entry = readonly [entry: string, text: string];

function entriesOf(reply: unknown): Entry[] {
  const [stream] = (reply ?? []) as [string, unknown][];
  return toEntries(stream?.[1]);
}

/** `[['1700-0', ['text', '7 …']], …]`; an entry that was deleted meanwhile comes as null. */
function toEntries(entries: unknown): Entry[] {
  return ((entries ?? []) as [string, string[] | null][]).flatMap(([entry, fields]) =>
    fields ? [[entry, fields[1] ?? ''] as const] : [],
  );
}

/** A consumer that asks again and again, and lives through a lost connection. */
async function looping(
  server: Connects,
  as: string,
  line: Line,
  turn: (client: Redis) => Promise<void>,
): Promise<Consumer> {
  const client = await connect(server, as, line);
  let running = true;
  const loop = async () => {
    while (running) {
      try {
        await turn(client);
      } catch {
        // The connection was lost in mid-command; the client library is on its way back.
        await wait(pollMs);
      }
    }
  };
  const ended = loop();
  return {
    settled: nothing,
    away: nothing,
    back: nothing,
    async close() {
      running = false;
      // Else it is handed a message after its goodbye, works on it and cannot say so (seen: 3 of 10 runs).
      await Promise.race([ended, wait(lastTurnMs)]);
      client.disconnect();
    },
  };
}
