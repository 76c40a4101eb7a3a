import { Redis } from 'ioredis';
import { fanOut } from '../../labs/pubsub/acts/fan-out.ts';
import type { Publisher } from '../../labs/pubsub/data.ts';
import type { PubsubContext } from '../../labs/pubsub/settings.ts';
import { monotonicClock } from '../../src/measure/clock.ts';
import { type RedisServer, redis } from '../../src/services/redis.ts';
import { withScope } from '../labs/with-scope.ts';
import { type BenchRow, medianOf } from './row.ts';

const subscribers = 50;
const messages = 400;
const rounds = 7;
const window = 50;

/** The fan-out at 50 subscribers against the same loop written bare over ioredis, turn about on one Redis. */
export async function benchPubsub(): Promise<BenchRow[]> {
  const ours: Record<Publisher, number[]> = { awaits: [], pipelines: [] };
  const bare: Record<Publisher, number[]> = { awaits: [], pipelines: [] };
  await withScope(async ({ scope, signal, emit }) => {
    const server = await scope.start(redis());
    for (let round = 0; round < rounds; round += 1) {
      const params = { subscribers: [subscribers], messages, rounds: 1, sequence: 30, payload: 64 };
      const context = { params, services: { redis: server }, seed: round, signal, emit };
      for (const arm of await fanOut(context as unknown as PubsubContext)) {
        ours[arm.publisher].push(arm.deliveries / (arm.elapsedMs / 1e3));
      }
      for (const mode of ['awaits', 'pipelines'] as const) bare[mode].push(await bareLoop(server, mode));
    }
  });
  return (['awaits', 'pipelines'] as const).map((mode) => ({
    name: `pubsub fan-out, ${subscribers} subscribers, publisher ${mode}: deliveries per second against bare ioredis`,
    ours: `${medianOf(ours[mode]).toFixed(0)}/s`,
    peer: `${medianOf(bare[mode]).toFixed(0)}/s`,
    ratio: medianOf(ours[mode].map((value, round) => value / (bare[mode][round] as number))),
    target: 'at least 0.8',
  }));
}

/** Deliveries per second, with nothing but a counter round ioredis. */
async function bareLoop({ address }: RedisServer, mode: Publisher): Promise<number> {
  const connect = () => new Redis({ port: address.port, password: address.password as string });
  const publisher = connect();
  const listeners = Array.from({ length: subscribers }, connect);
  const payload = '.'.repeat(64);
  let deliveries = 0;
  let complete = () => {};
  for (const listener of listeners) {
    await listener.subscribe('bare');
    listener.on('message', () => {
      deliveries += 1;
      if (deliveries === messages * subscribers) complete();
    });
  }
  const everything = new Promise<void>((resolve) => {
    complete = resolve;
  });
  const startedMs = monotonicClock.nowMs();
  if (mode === 'awaits') for (let id = 0; id < messages; id += 1) await publisher.publish('bare', payload);
  else {
    for (let from = 0; from < messages; from += window) {
      await Promise.all(Array.from({ length: window }, () => publisher.publish('bare', payload)));
    }
  }
  await everything;
  const elapsedMs = monotonicClock.nowMs() - startedMs;
  for (const client of [publisher, ...listeners]) client.disconnect();
  return deliveries / (elapsedMs / 1e3);
}
