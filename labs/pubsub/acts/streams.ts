// The same numbered sequence through a stream with a consumer group, under the same absence and worse.
// XADD stores, XREADGROUP hands out and remembers to whom (the pending list), XACK forgets.
// https://redis.io/docs/latest/develop/data-types/streams/#consumer-groups
import { createRandom, proxy, type Redis, type RedisServer, redis, until } from '../../../src/kit/run.ts';
import type { StreamArm, StreamFault, StreamsData } from '../data.ts';
import { gapOf, openNotebook, thirds } from '../parts/sequence.ts';
import type { PubsubContext } from '../settings.ts';

const group = 'readers';
const batch = 10;
const drainWithinMs = 15_000;
/** A batch may be claimed when its consumer has said nothing for so long. */
const claimAfterIdleMs = 50;
/** On the learner's own Redis a stream goes by itself even if we are killed before we can delete it. */
const forgetAfterSeconds = 600;

export async function streams(context: PubsubContext): Promise<StreamsData> {
  const { services, scope, emit } = context;
  const arms: StreamArm[] = [await consumerIsCut(context)];
  const step = () => emit({ kind: 'progress', done: arms.length, of: 4, unit: { ko: '방식', en: 'arms' } });
  step();
  arms.push(await consumerDies(context));
  step();
  if (!services.redis.isPrivate) return arms;
  arms.push(await serverIsKilled(context, 'killed-without-aof', await scope.start(redis())));
  step();
  const durable = redis({ config: { appendonly: 'yes', appendfsync: 'everysec' } });
  arms.push(await serverIsKilled(context, 'killed-with-aof', await scope.start(durable)));
  step();
  return arms;
}

async function consumerIsCut(context: PubsubContext): Promise<StreamArm> {
  const { params, services, scope, signal } = context;
  const parts = thirds(params.sequence);
  const stream = await openStream(context, services.redis, 'cut');
  const network = await scope.start(
    proxy({ upstream: services.redis, random: createRandom(context.seed).next }),
  );
  const client = await services.redis.connect('consumer', { through: network, reconnect: true });
  const consumer = consume(client, stream, 'consumer-1', signal);
  const { received } = stream.notebook;

  await stream.add(parts.before);
  await until(() => received.length >= parts.before.length, {
    signal,
    what: arrival,
    withinMs: drainWithinMs,
  });
  await network.down();
  await stream.add(parts.away);
  await network.up();
  await stream.add(parts.after);
  await stream.drained(signal);
  await consumer.stop();
  stream.close();
  return { fault: 'cut', gap: gapOf(parts), history: stream.notebook.close() };
}

async function consumerDies(context: PubsubContext): Promise<StreamArm> {
  const { params, services, signal } = context;
  const parts = thirds(params.sequence);
  const stream = await openStream(context, services.redis, 'dies');
  await stream.add([...parts.before, ...parts.away, ...parts.after]);

  // The first one does its work on a batch and dies before it can say so.
  const first = await services.redis.connect('consumer-1');
  const entries = await readNew(first, stream.key, 'consumer-1');
  for (const [, id] of entries) stream.notebook.arrived(id);
  first.disconnect();

  const second = await services.redis.connect('consumer-2');
  const consumer = consume(second, stream, 'consumer-2', signal);
  await stream.drained(signal);
  await consumer.stop();
  stream.close();
  return { fault: 'dies', gap: [], history: stream.notebook.close() };
}

/** Everything is written and acknowledged by Redis; then Redis dies, and what it had persisted is all there is. */
async function serverIsKilled(
  context: PubsubContext,
  fault: StreamFault,
  server: RedisServer,
): Promise<StreamArm> {
  const { params, signal } = context;
  const parts = thirds(params.sequence);
  const stream = await openStream(context, server, fault);
  await stream.add([...parts.before, ...parts.away, ...parts.after]);
  await server.kill();
  await server.restart();

  const client = await server.connect('consumer');
  await client.xgroup('CREATE', stream.key, group, '0', 'MKSTREAM').catch(() => {}); // It is there if the AOF brought it back.
  const left = await client.xlen(stream.key);
  const consumer = consume(client, stream, 'consumer-1', signal);
  await until(() => stream.notebook.received.length >= left, {
    signal,
    what: arrival,
    withinMs: drainWithinMs,
  });
  await consumer.stop();
  stream.close();
  return { fault, gap: [], history: stream.notebook.close() };
}

type Stream = Awaited<ReturnType<typeof openStream>>;

async function openStream(context: PubsubContext, server: RedisServer, fault: StreamFault) {
  const key = server.key(`stream-${fault}`);
  const producer = await server.connect('producer');
  const notebook = openNotebook(context, fault, { from: 'producer', to: 'consumer' });
  // In one transaction: a run that is killed in between would leave a key for ever.
  const made = await producer
    .multi()
    .xgroup('CREATE', key, group, '0', 'MKSTREAM')
    .expire(key, forgetAfterSeconds)
    .exec();
  for (const [error] of made ?? []) if (error) throw error;
  return {
    key,
    notebook,
    async add(ids: readonly number[]): Promise<void> {
      for (const id of ids) {
        notebook.sent(id);
        await producer.xadd(key, '*', 'id', String(id));
        notebook.acknowledged(id);
      }
    },
    /** Nothing undelivered and nothing pending: the group itself says that it is through. */
    async drained(signal: AbortSignal): Promise<void> {
      const through = async () => {
        const [info] = (await producer.xinfo('GROUPS', key)) as unknown[][];
        const field = (label: string) => info?.[info.indexOf(label) + 1];
        return field('pending') === 0 && field('lag') === 0;
      };
      await until(through, { signal, what: arrival, withinMs: drainWithinMs });
    },
    close: () => producer.disconnect(),
  };
}

type Entry = readonly [entryId: string, id: number];

/**
 * A consumer as it should be written: first what it was handed earlier and never acknowledged, then what others
 * left behind, then what is new; XACK only after the work is done. It lives through a lost connection.
 */
function consume(client: Redis, stream: Stream, name: string, signal: AbortSignal) {
  let running = true;
  const work = async (entries: readonly Entry[]) => {
    if (entries.length === 0) return;
    for (const [, id] of entries) stream.notebook.arrived(id);
    await client.xack(stream.key, group, ...entries.map(([entryId]) => entryId));
  };
  const loop = async () => {
    while (running && !signal.aborted) {
      try {
        await work(await readPending(client, stream.key, name));
        await work(await claim(client, stream.key, name));
        await work(await readNew(client, stream.key, name));
      } catch {
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
      client.disconnect();
    },
  };
}

async function readNew(client: Redis, key: string, name: string): Promise<Entry[]> {
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

async function readPending(client: Redis, key: string, name: string): Promise<Entry[]> {
  return entriesOf(await client.xreadgroup('GROUP', group, name, 'COUNT', batch, 'STREAMS', key, '0'));
}

async function claim(client: Redis, key: string, name: string): Promise<Entry[]> {
  const reply = (await client.xautoclaim(
    key,
    group,
    name,
    claimAfterIdleMs,
    '0',
    'COUNT',
    batch,
  )) as unknown[];
  return toEntries(reply[1]);
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

const arrival = { ko: '남은 메시지의 도착', en: 'the arrival of what is left' };
