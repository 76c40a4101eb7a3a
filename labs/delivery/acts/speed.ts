// What a yes costs: batches of several sizes, each sent when the one before was acknowledged. No faults, no readers.
import {
  type ArmTrials,
  type ClosedLoad,
  closedLoop,
  Histogram,
  runTrials,
  until,
  valuesOf,
} from '../../../src/kit/run.ts';
import type { Replay, SpeedArm, SpeedData, SystemId } from '../data.ts';
import { openBrokers } from '../parts/brokers.ts';
import type { Broker, Channel, System } from '../parts/system.ts';
import type { DeliveryContext } from '../settings.ts';

/** What is read again from the beginning. */
const replayed = 5_000;
const withinMs = 60_000;

interface Arm {
  readonly system: System;
  readonly batch: number;
  readonly channel: Channel;
  readonly broker: Broker;
}

export async function speed(context: DeliveryContext): Promise<SpeedData> {
  const { params, signal, emit } = context;
  const { brokers } = await openBrokers(context);
  const arms: Arm[] = [];
  for (const broker of brokers)
    for (const system of broker.systems)
      for (const batch of new Set(params.batches))
        arms.push({ system, batch, broker, channel: await system.open(`speed-${system.id}-${batch}`) });
  const results = await runTrials(
    arms.map((arm) => ({ name: `${arm.system.id} ${arm.batch}`, trial: trialOf(context, arm) })),
    { rounds: params.rounds, warmupRounds: 1, signal, emit },
  );
  const logs = arms.filter(({ channel }) => channel.replay);
  const log = logs.find(({ system }) => system.id === 'kafka-all') ?? logs[0];
  return {
    sizeBytes: params.payload,
    arms: arms.map(({ system, batch }, index) => summary(system.id, batch, results[index] as Trials)),
    replay: log ? await replay(context, log) : null,
  };
}

type Trials = ArmTrials<ClosedLoad>;

function trialOf({ params, signal }: DeliveryContext, { channel, broker, batch }: Arm) {
  const text = '.'.repeat(params.payload);
  const texts = Array.from({ length: batch }, () => text);
  let producer: ReturnType<Channel['producer']> | null = null;
  return async (): Promise<ClosedLoad> => {
    producer ??= channel.producer(broker);
    const { send } = await producer;
    const bound = { durationMs: params.trial };
    const load = await closedLoop({ callers: 1, bound, operation: () => send(texts), signal });
    if (load.firstError !== null) throw new Error(load.firstError);
    return load;
  };
}

function summary(system: SystemId, batch: number, results: Trials): SpeedArm {
  const loads = valuesOf(results);
  const latency = new Histogram();
  for (const load of loads) latency.merge(Histogram.fromJSON(load.latency));
  const toMs = (percent: number) => {
    const ns = latency.percentileOrNull(percent);
    return ns === null ? null : ns / 1e6;
  };
  const busy = loads.map(({ client }) => client.busyShare).sort((a, b) => a - b);
  const reasons = results.trials.flatMap((trial) => ('failed' in trial ? [trial.failed] : []));
  return {
    system,
    batch,
    perSecond: results.trials.map((trial) => ('value' in trial ? trial.value.perSecond * batch : null)),
    p50Ms: toMs(50),
    p99Ms: toMs(99),
    batches: loads.reduce((sum, { operations }) => sum + operations, 0),
    clientBusyShare: busy[Math.floor(busy.length / 2)] ?? 0,
    ...(reasons[0] !== undefined && {
      failed: { trials: reasons.length, of: results.trials.length, reason: reasons[0] },
    }),
  };
}

/** Numbered messages, all read once and then once more by somebody new. */
async function replay(context: DeliveryContext, { system, broker }: Arm): Promise<Replay> {
  const { clock, params, signal } = context;
  const channel = await system.open(`replay-${system.id}`);
  const producer = await channel.producer(broker);
  const step = 500;
  for (let from = 1; from <= replayed; from += step)
    await producer.send(
      Array.from({ length: step }, (_, index) => `${from + index} `.padEnd(params.payload, '.')),
    );
  const readAll = async (reader: string) => {
    const read: number[] = [];
    const startedMs = clock.nowMs();
    const consumer = await channel.replay?.(broker, reader, async (text) => {
      read.push(Number.parseInt(text, 10));
    });
    const what = { ko: '처음부터 읽기', en: 'the reading from the beginning' };
    await until(() => read.length >= replayed, { signal, what, withinMs });
    const elapsedMs = clock.nowMs() - startedMs;
    await consumer?.close();
    return { read, elapsedMs };
  };
  await readAll('first');
  const { read, elapsedMs } = await readAll('second');
  const reordered = read.filter((id, index) => id !== index + 1).length;
  return { system: system.id, stored: replayed, read: read.length, reordered, elapsedMs };
}
