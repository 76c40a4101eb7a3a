// One message goes to 1, 10, 50 … connections: how long until each of them has it?
//
// Publisher and subscribers live in this one process, so both ends are read off the same clock.
// The price: with many subscribers the figures are as much Node's as they are Redis'. How busy Node was is measured too.
import {
  type ArmTrials,
  Histogram,
  monotonicClock,
  type Redis,
  runTrials,
  until,
  valuesOf,
  watchClient,
} from '../../../src/kit/run.ts';
import type { FanOutArm, FanOutData, Publisher } from '../data.ts';
import type { PubsubContext } from '../settings.ts';

/** What one trial counted. */
interface Trial {
  readonly deliveries: number;
  readonly missed: number;
  readonly reordered: number;
  readonly elapsedMs: number;
  readonly latency: Histogram;
  readonly latencyOfLast: Histogram;
  readonly clientBusyShare: number;
}

interface Crowd {
  readonly channel: string;
  readonly subscribers: readonly Redis[];
  readonly publisher: Publisher;
}

const pipelineWindow = 50;
const warmUpMessages = 30;
const drainWithinMs = 10_000;

export async function fanOut(context: PubsubContext): Promise<FanOutData> {
  const { params, services, emit, signal } = context;
  const sizes = [...new Set(params.subscribers)].sort((a, b) => a - b);
  const publisher = await services.redis.connect('publisher');
  const subscribers = await connectMany(context, Math.max(...sizes));

  const crowds: Crowd[] = [];
  for (const size of sizes) {
    const channel = services.redis.key(`fan-out-${size}`);
    const listening = subscribers.slice(0, size);
    await Promise.all(listening.map((subscriber) => subscriber.subscribe(channel)));
    for (const mode of ['awaits', 'pipelines'] as const) {
      crowds.push({ channel, subscribers: listening, publisher: mode });
    }
  }
  const arms = crowds.map((crowd) => ({
    name: `${crowd.subscribers.length} ${crowd.publisher}`,
    trial: (round: number) =>
      trial(crowd, publisher, round < 0 ? warmUpMessages : params.messages, params.payload, signal),
  }));
  const results = await runTrials(arms, { rounds: params.rounds, warmupRounds: 1, signal, emit });

  return crowds.map((crowd, index) => summary(crowd, results[index] as ArmTrials<Trial>));
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

async function trial(
  crowd: Crowd,
  publisher: Redis,
  messages: number,
  payloadBytes: number,
  signal: AbortSignal,
): Promise<Trial> {
  const sentAtNs = new Float64Array(messages);
  const expected = messages * crowd.subscribers.length;
  const ears = listen(crowd, sentAtNs);
  const clientBusy = watchClient();
  const startedNs = monotonicClock.nowNs();

  const send = (id: number) => {
    sentAtNs[id] = monotonicClock.nowNs();
    return publisher.publish(crowd.channel, `${id} `.padEnd(payloadBytes, '.'));
  };
  if (crowd.publisher === 'awaits') {
    for (let id = 0; id < messages; id += 1) await send(id);
  } else {
    for (let from = 0; from < messages; from += pipelineWindow) {
      const window = Math.min(pipelineWindow, messages - from);
      await Promise.all(Array.from({ length: window }, (_, index) => send(from + index)));
    }
  }
  await drained(() => ears.heard.deliveries >= expected, signal);
  ears.close();
  const { deliveries, reordered, lastNs } = ears.heard;
  return {
    deliveries,
    missed: expected - deliveries,
    reordered,
    elapsedMs: (lastNs - startedNs) / 1e6,
    latency: ears.latency,
    latencyOfLast: ears.latencyOfLast,
    clientBusyShare: clientBusy(0).busyShare,
  };
}

/** Listens on every connection of the crowd for numbered messages. */
function listen({ channel, subscribers }: Crowd, sentAtNs: Float64Array) {
  const latency = new Histogram();
  const latencyOfLast = new Histogram();
  const copies = new Uint32Array(sentAtNs.length);
  const heard = { deliveries: 0, reordered: 0, lastNs: 0 };
  const closers = subscribers.map((subscriber) => {
    let highest = -1;
    const hear = (name: string, text: string) => {
      if (name !== channel) return;
      const nowNs = monotonicClock.nowNs();
      const id = Number.parseInt(text, 10);
      const latencyNs = nowNs - (sentAtNs[id] as number);
      latency.record(latencyNs);
      if (id < highest) heard.reordered += 1;
      highest = id;
      heard.deliveries += 1;
      heard.lastNs = nowNs;
      const copy = (copies[id] as number) + 1;
      copies[id] = copy;
      if (copy === subscribers.length) latencyOfLast.record(latencyNs);
    };
    subscriber.on('message', hear);
    return () => subscriber.off('message', hear);
  });
  const close = () => {
    for (const closer of closers) closer();
  };
  return { heard, latency, latencyOfLast, close };
}

/** Everything has arrived, or will not any more: that is a finding, not an error. */
async function drained(complete: () => boolean, signal: AbortSignal): Promise<void> {
  const what = { ko: '모든 메시지의 도착', en: 'the arrival of every message' };
  await until(complete, { signal, what, withinMs: drainWithinMs }).catch(() => signal.throwIfAborted());
}

/** Counts are added up and histograms merged; averaging percentiles would give numbers that nobody measured. */
function summary(crowd: Crowd, results: ArmTrials<Trial>): FanOutArm {
  const trials = valuesOf(results);
  const latency = new Histogram();
  const latencyOfLast = new Histogram();
  for (const one of trials) {
    latency.merge(one.latency);
    latencyOfLast.merge(one.latencyOfLast);
  }
  const sum = (field: 'deliveries' | 'missed' | 'reordered' | 'elapsedMs') =>
    trials.reduce((total, one) => total + one[field], 0);
  const busy = trials.map((one) => one.clientBusyShare).sort((a, b) => a - b);
  return {
    subscribers: crowd.subscribers.length,
    publisher: crowd.publisher,
    deliveries: sum('deliveries'),
    missed: sum('missed'),
    reordered: sum('reordered'),
    elapsedMs: sum('elapsedMs'),
    latency: latency.toJSON(),
    latencyOfLast: latencyOfLast.toJSON(),
    clientBusyShare: busy[Math.floor(busy.length / 2)] ?? 0,
    trials: trials.length,
  };
}
