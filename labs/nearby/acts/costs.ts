// What the sum of the book stands on: the memory of one subscription, and the work of one delivery.
import type { Socket } from 'node:net';
import { createRandom, type RedisServer, redis, until } from '../../../src/kit/run.ts';
import type { CostsData, PushTrial, Window } from '../data.ts';
import { cpuMs, memoryOf } from '../parts/redis-figures.ts';
import type { NearbyContext } from '../settings.ts';

const connections = 6;
/** Channels in one SUBSCRIBE. */
const batch = 100;
const rounds = 5;
const payloadBytes = 100;
/** Messages on their way at once. */
const windowSizes = { awaits: 1, pipelines: 500 } as const satisfies Record<Window, number>;
const publishes = { awaits: 1_500, pipelines: 15_000 } as const satisfies Record<Window, number>;
/** Not counted. */
const warmUps = 1;
const windows: readonly Window[] = ['awaits', 'pipelines'];

export async function costs(context: NearbyContext): Promise<CostsData> {
  const { params, scope } = context;
  const server = await scope.start(redis());
  const admin = await server.connect('admin');
  const sockets: Listener[] = [];
  const bytesPerSubscription: number[] = [];
  for (let k = 0; k < connections; k += 1) {
    const listener = listenTo(await server.openSocket());
    sockets.push(listener);
    const before = await memoryOf(admin);
    await listener.subscribe(Array.from({ length: params.channels }, (_, channel) => nameOf(channel)));
    bytesPerSubscription.push(((await memoryOf(admin)).heldBytes - before.heldBytes) / params.channels);
  }
  const trials: Record<Window, PushTrial[]> = { awaits: [], pipelines: [] };
  const random = createRandom(context.seed).fork('costs');
  for (let round = 0; round < rounds + warmUps; round += 1) {
    for (const window of random.shuffle(windows)) {
      const trial = await push(context, server, sockets, window);
      if (round >= warmUps) trials[window].push(trial);
    }
    context.emit({
      kind: 'progress',
      done: round + 1,
      of: rounds + warmUps,
      unit: { ko: '번', en: 'rounds' },
    });
  }
  return {
    channels: params.channels,
    bytesPerSubscription,
    subscribers: connections,
    payloadBytes,
    pushes: windows.map((window) => ({ window, trials: trials[window] })),
  };
}

/** All channels have the same subscribers; the publisher waits after each message, or after as many as the window holds. */
async function push(
  { params, clock, signal }: NearbyContext,
  server: RedisServer,
  sockets: readonly Listener[],
  window: Window,
): Promise<PushTrial> {
  const admin = await server.connect('admin');
  const publisher = publishOn(await server.openSocket());
  const count = publishes[window];
  const payload = 'x'.repeat(payloadBytes);
  const heard = () => sockets.reduce((sum, { bytes }) => sum + bytes(), 0);
  const [beforeCpuMs, beforeMs, beforeBytes] = [await cpuMs(admin), clock.nowMs(), heard()];
  let expected = 0;
  for (let n = 0; n < count; ) {
    const channels: string[] = [];
    for (; channels.length < windowSizes[window] && n < count; n += 1)
      channels.push(nameOf(n % params.channels));
    for (const channel of channels) expected += pushBytes(channel, payload) * sockets.length;
    await publisher.publish(channels, payload);
  }
  const what = { ko: '마지막 전달', en: 'the last delivery' };
  await until(() => heard() - beforeBytes >= expected, { signal, what, withinMs: 30_000 });
  const elapsedMs = clock.nowMs() - beforeMs;
  const trial = { deliveries: count * sockets.length, elapsedMs, cpuMs: (await cpuMs(admin)) - beforeCpuMs };
  admin.disconnect();
  publisher.end();
  return trial;
}

const nameOf = (channel: number): string => `place:${String(channel).padStart(6, '0')}`;

/** `*3 $7 message $12 place:000001 $100 …`, each with its CR LF; RESP3 says `>3`, which is as long. */
function pushBytes(channel: string, payload: string): number {
  const bulk = (text: string) => `$${text.length}\r\n`.length + text.length + 2;
  return '*3\r\n'.length + bulk('message') + bulk(channel) + bulk(payload);
}

interface Listener {
  bytes(): number;
  subscribe(channels: readonly string[]): Promise<void>;
}

/** A bare socket that counts: what a client library costs is not the matter here. */
function listenTo(socket: Socket): Listener {
  let bytes = 0;
  let replies: Replies | null = null;
  socket.on('data', (chunk: Buffer) => {
    if (replies) replies.hear(chunk);
    else bytes += chunk.length;
  });
  return {
    bytes: () => bytes,
    async subscribe(channels) {
      for (let from = 0; from < channels.length; from += batch) {
        const some = channels.slice(from, from + batch);
        replies = openReplies(some.length);
        socket.write(`SUBSCRIBE ${some.join(' ')}\r\n`);
        await replies.all;
      }
      replies = null;
    },
  };
}

function publishOn(socket: Socket) {
  let replies: Replies | null = null;
  socket.on('data', (chunk: Buffer) => replies?.hear(chunk));
  return {
    async publish(channels: readonly string[], payload: string): Promise<void> {
      replies = openReplies(channels.length);
      socket.write(channels.map((channel) => `PUBLISH ${channel} ${payload}\r\n`).join(''));
      await replies.all;
    },
    end: () => void socket.destroy(),
  };
}

interface Replies {
  hear(chunk: Buffer): void;
  readonly all: Promise<void>;
}

/** PUBLISH and each channel of SUBSCRIBE are answered by an integer: `:6`. No other line here has a colon in front. */
function openReplies(count: number): Replies {
  let [left, atLineStart] = [count, true];
  let done = () => {};
  const all = new Promise<void>((resolve) => {
    done = resolve;
  });
  return {
    all,
    hear(chunk) {
      for (const byte of chunk) {
        if (atLineStart && byte === 0x3a) left -= 1;
        atLineStart = byte === 0x0a;
      }
      // The line's end may still be on its way; who comes next begins behind it.
      if (left === 0 && atLineStart) done();
    },
  };
}
