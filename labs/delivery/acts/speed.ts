// What a yes costs: batches of several sizes, each sent when the one before was acknowledged. No faults, no readers.
import {
  type ArmTrials,
  type ClosedLoad,
  closedLoop,
  runTrials,
  until,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { Replay, SpeedData } from '../data.ts';
import { openBrokers } from '../parts/brokers.ts';
import type { Broker, Producer, System } from '../parts/system.ts';
import { timed } from '../parts/timed.ts';
import type { DeliveryContext } from '../settings.ts';

/** What is read again from the beginning; fewer where they are large. */
const replayed = { messages: 5_000, bytes: 64_000_000 };
/** What brokers take at once; Kafka 1 MiB by default. */
const atOnce = { messages: 500, bytes: 500_000 };
const withinMs = 60_000;

interface Arm {
  readonly system: System;
  readonly batch: number;
  readonly broker: Broker;
}

export async function speed(context: DeliveryContext): Promise<SpeedData> {
  const { params, signal, emit } = context;
  const { brokers } = await openBrokers(context);
  const arms: Arm[] = [];
  for (const broker of brokers)
    for (const system of broker.systems)
      for (const batch of new Set(params.batches)) arms.push({ system, batch, broker });
  const results = await runTrials(
    arms.map((arm) => ({ name: `${arm.system.id} ${arm.batch}`, trial: trialOf(context, arm) })),
    { rounds: params.rounds, warmupRounds: 1, signal, emit },
  );
  const logs = arms.filter(({ system }) => system.id.startsWith('kafka'));
  const log = logs.find(({ system }) => system.id === 'kafka-all') ?? logs[0];
  return {
    sizeBytes: params.payload,
    arms: arms.map(({ system, batch }, index) => {
      const result = results[index] as ArmTrials<ClosedLoad>;
      const batches = valuesOf(result).reduce((sum, { operations }) => sum + operations, 0);
      return { system: system.id, batch, batches, ...timed(result, batch) };
    }),
    replay: log ? await replay(context, log) : null,
  };
}

function trialOf({ params, signal }: DeliveryContext, { system, broker, batch }: Arm) {
  const text = '.'.repeat(params.payload);
  const texts = Array.from({ length: batch }, () => text);
  let producer: Promise<Producer> | null = null;
  /** In the warm-up: who cannot open is left out, and the others go on. */
  const open = async () => (await system.open(`speed-${system.id}-${batch}`)).producer(broker);
  return async (): Promise<ClosedLoad> => {
    producer ??= open();
    const { send } = await producer;
    const bound = { durationMs: params.trial };
    const load = await closedLoop({ callers: 1, bound, operation: () => send(texts), signal });
    if (load.firstError !== null) throw new Error(load.firstError);
    return load;
  };
}

/** Numbered messages, all read once and then once more by somebody new. */
async function replay(context: DeliveryContext, { system, broker }: Arm): Promise<Replay> {
  const { clock, params, signal } = context;
  const channel = await system.open(`replay-${system.id}`);
  const producer = await channel.producer(broker);
  const fitting = (most: typeof atOnce) =>
    Math.max(1, Math.min(most.messages, Math.floor(most.bytes / params.payload)));
  const [stored, step] = [fitting(replayed), fitting(atOnce)];
  for (let from = 1; from <= stored; from += step)
    await producer.send(
      Array.from({ length: Math.min(step, stored - from + 1) }, (_, index) =>
        `${from + index} `.padEnd(params.payload, '.'),
      ),
    );
  const readAll = async (reader: string) => {
    const read: number[] = [];
    const startedMs = clock.nowMs();
    const consumer = await channel.replay?.(broker, reader, async (text) => {
      read.push(Number.parseInt(text, 10));
    });
    const what = { ko: '처음부터 읽기', en: 'the reading from the beginning' };
    await until(() => read.length >= stored, { signal, what, withinMs });
    const elapsedMs = clock.nowMs() - startedMs;
    await consumer?.close();
    return { read, elapsedMs };
  };
  await readAll('first');
  const { read, elapsedMs } = await readAll('second');
  const reordered = read.filter((id, index) => id !== index + 1).length;
  return { system: system.id, stored, read: read.length, reordered, elapsedMs };
}
