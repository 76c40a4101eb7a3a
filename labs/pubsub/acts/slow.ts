// A subscriber that stops reading. Redis keeps what it cannot send in an output buffer, in memory,
// and cuts the connection when the buffer passes client-output-buffer-limit (redis.conf; by default 32 MB,
// or 8 MB for 60 s, for Pub/Sub). First the limit is small, on a server of our own, so that it takes a moment;
// then it is the default one, and the memory is needed by others.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { type Redis, type RedisServer, redis, toRuns, until } from '../../../src/kit/run.ts';
import type { EvictionData, SlowData } from '../data.ts';
import { openConnection } from '../parts/inline.ts';
import { cutOffLine } from '../parts/server-log.ts';
import type { PubsubContext } from '../settings.ts';

const limitBytes = 1024 * 1024;
const payloadBytes = 16 * 1024;
/** Loopback sockets swallow some megabytes before Redis has to buffer anything: enough messages to fill both. */
const atMost = 4_000;
const afterTheCut = 50;
const window = 25;
const way = { from: 'publisher', to: 'subscriber' };

const maxmemoryMb = 40;
const cacheKeys = 20_000;
const cacheValueBytes = 1_000;

export async function slow(context: PubsubContext): Promise<SlowData> {
  const { scope } = context;
  const limited = redis({ config: { 'client-output-buffer-limit': `pubsub ${limitBytes} 0 0` } });
  const full = redis({ config: { maxmemory: `${maxmemoryMb}mb`, 'maxmemory-policy': 'allkeys-lru' } });
  const cache = await fillCache(await scope.start(full));
  const cut = await cutOff(context, await scope.start(limited));
  return { ...cut, eviction: await evicted(context, cache) };
}

/** How much of what PUBLISH counted does the subscriber get when it reads again? */
async function cutOff(context: PubsubContext, server: RedisServer): Promise<SlowData> {
  const { signal, note } = context;
  const publisher = await server.connect('publisher');
  const subscriber = await stopsReading(context, server);
  const flooded = await flood(context, publisher);

  // It wakes up and reads what the kernel still holds for it, then finds the end of the connection.
  const heard = collect(subscriber);
  const ended = once(subscriber, 'close', { signal });
  subscriber.resume();
  if ((await outputBuffer(publisher)) > 0) subscriber.destroy(); // Never cut off: the limit was not reached, and the judge will say so.
  await ended;

  const received = heard();
  const arrived = new Set(received);
  for (let id = 1; id <= flooded.published; id += 1) {
    const hop = { msg: String(id), ...way };
    note(arrived.has(id) ? { kind: 'recv', ...hop } : { kind: 'drop', ...hop, why: 'buffer' });
  }
  const serverLog = await cutLine(context, server, flooded.counted < flooded.published);
  return { limitBytes, payloadBytes, ...flooded, received: toRuns(received), serverLog };
}

async function fillCache(server: RedisServer) {
  const publisher = await server.connect('publisher');
  const fill = "for key = 1, ARGV[1] do redis.call('SET', 'cache:' .. key, string.rep('.', ARGV[2])) end";
  await publisher.call('EVAL', fill, 0, cacheKeys, cacheValueBytes);
  return { server, publisher, keysBefore: await publisher.dbsize() };
}

/** A cache that may use so much memory, and one subscriber that does not read: whose keys have to go? */
async function evicted(
  context: PubsubContext,
  { server, publisher, keysBefore }: Awaited<ReturnType<typeof fillCache>>,
): Promise<EvictionData> {
  await stopsReading(context, server);
  const { published, counted, outputBufferPeakBytes } = await flood(context, publisher, 'evicting');
  for (let id = 1; id <= published; id += 1)
    context.note({ kind: 'drop', msg: String(id), ...way, why: 'buffer' }, 'evicting');
  return {
    maxmemoryBytes: maxmemoryMb * 1024 * 1024,
    published,
    outputBufferPeakBytes,
    keysBefore,
    evicted: Number(/^evicted_keys:(\d+)/m.exec(await publisher.info('stats'))?.[1]),
    serverLog: await cutLine(context, server, counted < published),
  };
}

async function stopsReading({ signal, emit }: PubsubContext, server: RedisServer): Promise<Socket> {
  const subscriber = await openConnection(server, signal);
  await subscriber.ask('SUBSCRIBE slow', /:1\r\n$/);
  emit({ kind: 'command', connection: 'subscriber', command: 'SUBSCRIBE slow' });
  subscriber.socket.pause(); // From here on nobody reads; the connection stays open.
  return subscriber.socket;
}

/** Publishes until nobody is subscribed any more, or until it is enough. */
async function flood({ signal, emit, note, clock }: PubsubContext, publisher: Redis, arm?: string) {
  const filler = '.'.repeat(payloadBytes);
  let published = 0;
  let counted = 0;
  let outputBufferPeakBytes = 0;
  let longestReplyMs = 0;
  for (let left = atMost; left > 0; left -= window) {
    signal.throwIfAborted();
    const ids = Array.from({ length: window }, (_, index) => published + index + 1);
    for (const id of ids) note({ kind: 'send', msg: String(id), ...way }, arm);
    const askedMs = clock.nowMs();
    const receivers = await Promise.all(ids.map((id) => publisher.publish('slow', `#${id} ${filler}`)));
    longestReplyMs = Math.max(longestReplyMs, clock.nowMs() - askedMs);
    for (const id of ids) note({ kind: 'ack', msg: String(id), from: 'publisher', to: 'redis' }, arm);
    published += ids.length;
    counted += receivers.reduce((sum, count) => sum + count, 0);
    outputBufferPeakBytes = Math.max(outputBufferPeakBytes, await outputBuffer(publisher));
    if (receivers.at(-1) === 0 && left > afterTheCut) left = afterTheCut + window;
    emit({ kind: 'progress', done: published, of: atMost, unit: { ko: '메시지', en: 'messages' } });
  }
  return { published, counted, outputBufferPeakBytes, longestReplyMs };
}

async function outputBuffer(publisher: Redis): Promise<number> {
  const clients = String(await publisher.call('CLIENT', 'LIST', 'TYPE', 'pubsub'));
  return Number(/\bomem=(\d+)/.exec(clients)?.[1] ?? 0);
}

/** What the server wrote when it cut the subscriber off; null when it did not. */
async function cutLine(
  { signal }: PubsubContext,
  server: RedisServer,
  wasCut: boolean,
): Promise<string | null> {
  const find = async () => cutOffLine(await server.log());
  if (wasCut) {
    const what = { ko: '서버 로그의 기록', en: 'the line in the server log' };
    await until(async () => (await find()) !== null, { signal, what, withinMs: 5_000 });
  }
  return await find();
}

/** The ids of the messages that arrived complete, in order. */
function collect(socket: Socket): () => number[] {
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  return () => {
    const text = Buffer.concat(chunks).toString('latin1');
    return [...text.matchAll(/#(\d+) \.+\r\n/g)].map((match) => Number(match[1]));
  };
}
