// Act 2. One message goes to 1, 10, 50 … connections: how long until each of them has it?
//
// Publisher and subscribers live in this one process, so both ends are read off the same clock.
// The price: with many subscribers the figures are as much Node's as they are Redis'.
import { Histogram, type HistogramJson, monotonicClock, type Redis, until } from '../../src/lab-kit.ts';
import type { PubsubContext } from './settings.ts';

/** Waits for PUBLISH's reply each time, or keeps a window of messages on their way (pipelining). */
export type Publisher = 'awaits' | 'pipelines';

export interface FanOutArm {
  readonly subscribers: number;
  readonly publisher: Publisher;
  readonly messages: number;
  /** Messages x subscribers that should have arrived and did not. */
  readonly missed: number;
  /** Arrivals with a smaller number than one before, on the same connection. */
  readonly reordered: number;
  readonly deliveries: number;
  readonly elapsedMs: number;
  /** From just before PUBLISH is called to the subscriber's `message` event. */
  readonly latency: HistogramJson;
  /** The same for the last subscriber of each message. */
  readonly latencyOfLast: HistogramJson;
}

export type FanOutData = readonly FanOutArm[];

const pipelineWindow = 50;
const warmUpMessages = 30;
const drainWithinMs = 10_000;

export async function fanOut(context: PubsubContext): Promise<FanOutData> {
  const { params, services, emit, signal, seed } = context;
  const { redis } = services;
  const sizes = [...new Set(params.subscribers)].sort((a, b) => a - b);
  const publisher = await redis.connect('publisher');
  const subscribers = await connectMany(context, Math.max(...sizes));

  const arms: Arm[] = [];
  for (const size of sizes) {
    const channel = redis.key(`fan-out-${size}`);
    const listening = subscribers.slice(0, size);
    await Promise.all(listening.map((subscriber) => subscriber.subscribe(channel)));
    for (const mode of ['awaits', 'pipelines'] as const) arms.push(openArm(channel, listening, mode));
  }
  for (const arm of arms) await trial(arm, publisher, warmUpMessages, params.payload, signal);
  for (const arm of arms) arm.reset();

  // Interleaved: each round runs every arm once, so that a noisy moment does not fall on one of them alone.
  const trials = arms.length * params.rounds;
  for (let round = 0; round < params.rounds; round += 1) {
    for (const [index, arm] of rotate(arms, seed + round).entries()) {
      signal.throwIfAborted();
      await trial(arm, publisher, params.messages, params.payload, signal);
      emit({
        kind: 'progress',
        done: round * arms.length + index + 1,
        of: trials,
        unit: { ko: '시행', en: 'trials' },
      });
    }
  }

  for (const client of [publisher, ...subscribers]) client.disconnect();
  return arms.map((arm) => arm.data());
}

async function connectMany({ services }: PubsubContext, count: number): Promise<Redis[]> {
  const clients: Redis[] = [];
  // In small crowds: a thousand connections at once would overrun the server's listen backlog.
  for (let from = 0; from < count; from += 50) {
    const names = Array.from(
      { length: Math.min(50, count - from) },
      (_, index) => `subscriber-${from + index + 1}`,
    );
    clients.push(...(await Promise.all(names.map((name) => services.redis.connect(name)))));
  }
  return clients;
}

type Arm = ReturnType<typeof openArm>;

/** One row of the table: who listens, how is published, and what was counted so far. */
function openArm(channel: string, subscribers: readonly Redis[], publisher: Publisher) {
  let latency = new Histogram();
  let latencyOfLast = new Histogram();
  let totals = { messages: 0, missed: 0, reordered: 0, deliveries: 0, elapsedMs: 0 };
  return {
    channel,
    subscribers,
    publisher,
    reset() {
      latency = new Histogram();
      latencyOfLast = new Histogram();
      totals = { messages: 0, missed: 0, reordered: 0, deliveries: 0, elapsedMs: 0 };
    },
    /** Starts to listen for `messages` numbered messages; answers what arrives as it does. */
    listen(messages: number, sentAtNs: Float64Array) {
      const seen = new Uint32Array(messages);
      const live = { deliveries: 0, reordered: 0, lastNs: 0 };
      const stop = subscribers.map((subscriber) => {
        let highest = -1;
        const hear = (name: string, text: string) => {
          if (name !== channel) return;
          const nowNs = monotonicClock.nowNs();
          const id = Number.parseInt(text, 10);
          const latencyNs = nowNs - (sentAtNs[id] as number);
          latency.record(latencyNs);
          if (id < highest) live.reordered += 1;
          highest = id;
          live.deliveries += 1;
          live.lastNs = nowNs;
          const copies = (seen[id] as number) + 1;
          seen[id] = copies;
          if (copies === subscribers.length) latencyOfLast.record(latencyNs);
        };
        subscriber.on('message', hear);
        return () => subscriber.off('message', hear);
      });
      return { live, stop: () => stop.forEach((off) => void off()) };
    },
    add(trial: typeof totals) {
      for (const key of Object.keys(totals) as (keyof typeof totals)[]) totals[key] += trial[key];
    },
    data: (): FanOutArm => ({
      subscribers: subscribers.length,
      publisher,
      ...totals,
      latency: latency.toJSON(),
      latencyOfLast: latencyOfLast.toJSON(),
    }),
  };
}

async function trial(
  arm: Arm,
  publisher: Redis,
  messages: number,
  payloadBytes: number,
  signal: AbortSignal,
): Promise<void> {
  const sentAtNs = new Float64Array(messages);
  const expected = messages * arm.subscribers.length;
  const { live, stop } = arm.listen(messages, sentAtNs);
  const startedNs = monotonicClock.nowNs();

  const send = (id: number) => {
    sentAtNs[id] = monotonicClock.nowNs();
    return publisher.publish(arm.channel, `${id} `.padEnd(payloadBytes, '.'));
  };
  if (arm.publisher === 'awaits') {
    for (let id = 0; id < messages; id += 1) await send(id);
  } else {
    for (let from = 0; from < messages; from += pipelineWindow) {
      const window = Array.from({ length: Math.min(pipelineWindow, messages - from) }, (_, index) =>
        send(from + index),
      );
      await Promise.all(window);
    }
  }
  await drained(() => live.deliveries === expected, signal);
  stop();
  arm.add({
    messages,
    missed: expected - live.deliveries,
    reordered: live.reordered,
    deliveries: live.deliveries,
    elapsedMs: (live.lastNs - startedNs) / 1e6,
  });
}

/** Everything has arrived, or will not any more: that is a finding, not an error. */
async function drained(complete: () => boolean, signal: AbortSignal): Promise<void> {
  const what = { ko: '모든 메시지의 도착', en: 'the arrival of every message' };
  await until(complete, { signal, what, withinMs: drainWithinMs }).catch(() => signal.throwIfAborted());
}

function rotate<T>(items: readonly T[], by: number): T[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}
