// A subscriber that stops reading. Redis keeps what it cannot send in an output buffer, in memory,
// and cuts the connection when the buffer passes client-output-buffer-limit (redis.conf; by default 32 MB,
// or 8 MB for 60 s, for Pub/Sub). Here the limit is small, on a server of our own, so that it takes a moment.
import { once } from 'node:events';
import type { Socket } from 'node:net';
import { redis, toRuns, until } from '../../../src/kit/run.ts';
import type { SlowData } from '../data.ts';
import { openConnection } from '../parts/inline.ts';
import type { PubsubContext } from '../settings.ts';

const limitBytes = 1024 * 1024;
const payloadBytes = 16 * 1024;
/** Loopback sockets swallow some megabytes before Redis has to buffer anything: enough messages to fill both. */
const atMost = 4_000;
const afterTheCut = 50;
const window = 25;
const way = { from: 'publisher', to: 'subscriber' };

export async function slow(context: PubsubContext): Promise<SlowData> {
  const { scope, signal, emit, note } = context;
  const server = await scope.start(
    redis({ config: { 'client-output-buffer-limit': `pubsub ${limitBytes} 0 0` } }),
  );
  const publisher = await server.connect('publisher');
  const subscriber = await openConnection(server, signal);
  const heard = collect(subscriber.socket);
  await subscriber.ask('SUBSCRIBE slow', /:1\r\n$/);
  emit({ kind: 'command', connection: 'subscriber', command: 'SUBSCRIBE slow' });
  subscriber.socket.pause(); // From here on nobody reads; the connection stays open.

  const filler = '.'.repeat(payloadBytes);
  let published = 0;
  let counted = 0;
  let outputBufferPeakBytes = 0;
  for (let left = atMost; left > 0; left -= window) {
    signal.throwIfAborted();
    const ids = Array.from({ length: window }, (_, index) => published + index + 1);
    for (const id of ids) note({ kind: 'send', msg: String(id), ...way });
    const receivers = await Promise.all(ids.map((id) => publisher.publish('slow', `#${id} ${filler}`)));
    for (const id of ids) note({ kind: 'ack', msg: String(id), from: 'publisher', to: 'redis' });
    published += ids.length;
    counted += receivers.reduce((sum, count) => sum + count, 0);
    outputBufferPeakBytes = Math.max(outputBufferPeakBytes, await outputBuffer());
    if (receivers.at(-1) === 0 && left > afterTheCut) left = afterTheCut + window;
    emit({ kind: 'progress', done: published, of: atMost, unit: { ko: '메시지', en: 'messages' } });
  }

  async function outputBuffer(): Promise<number> {
    const clients = String(await publisher.call('CLIENT', 'LIST', 'TYPE', 'pubsub'));
    return Number(/\bomem=(\d+)/.exec(clients)?.[1] ?? 0);
  }

  // It wakes up and reads what the kernel still holds for it, then finds the end of the connection.
  const ended = once(subscriber.socket, 'close', { signal });
  subscriber.socket.resume();
  if ((await outputBuffer()) > 0) subscriber.close(); // Never cut off: the limit was not reached, and the judge will say so.
  await ended;

  const cutLine = async () => /^.*output buffer limits.*$/m.exec(await server.log())?.[0] ?? null;
  if (counted < published) {
    const what = { ko: '서버 로그의 기록', en: 'the line in the server log' };
    await until(async () => (await cutLine()) !== null, { signal, what, withinMs: 5_000 });
  }
  const received = heard();
  const arrived = new Set(received);
  for (let id = 1; id <= published; id += 1) {
    const hop = { msg: String(id), ...way };
    note(arrived.has(id) ? { kind: 'recv', ...hop } : { kind: 'drop', ...hop, why: 'buffer' });
  }
  return {
    limitBytes,
    payloadBytes,
    published,
    counted,
    received: toRuns(received),
    outputBufferPeakBytes,
    serverLog: await cutLine(),
  };
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
