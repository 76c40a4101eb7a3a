// What it costs to run: a server from nothing to the first message, what it takes while nobody uses it, and what a
// message costs of time and disk, with more and more of them under way.
import { setTimeout as wait } from 'node:timers/promises';
import { type ArmTrials, type ClosedLoad, closedLoop, runTrials, until } from '../../../src/kit/run.ts';
import type { DiskPrice, PriceData, ServerPrice, WindowArm } from '../data.ts';
import { chosenSystems } from '../parts/brokers.ts';
import { counterOf, type Fresh, type Source, sourcesOf } from '../parts/fresh.ts';
import type { Broker, Channel, System } from '../parts/system.ts';
import { timed } from '../parts/timed.ts';
import type { DeliveryContext } from '../settings.ts';

/** Sent one after the other while fsyncs are counted. */
const counted = 200;
/** Until the blocks of the disk show what one takes. */
const stored = 4_000;
const atOnce = 500;
const withinMs = 60_000;

export async function price(context: DeliveryContext): Promise<PriceData> {
  const { params } = context;
  const power = await counterOf(context);
  const counts = 'skipped' in power ? undefined : power;
  const { sources, missing } = sourcesOf(context, counts);
  const servers: ServerPrice[] = [];
  const disk: DiskPrice[] = [];
  const windows: WindowArm[] = [];
  for (const source of sources) {
    const { fresh, price: found } = await fromNothing(context, source);
    servers.push(found);
    const wanted = chosenSystems(params);
    const systems = fresh.broker.systems.filter(({ id }) => wanted.includes(id));
    windows.push(...(await windowsOf(context, fresh.broker, systems)));
    for (const system of systems) disk.push(await diskOf(context, fresh, system));
    await fresh.broker.kill(); // The next one is not to share the machine with it.
  }
  const notCounted = 'skipped' in power ? power.skipped : null;
  return { sizeBytes: params.payload, servers, disk, windows, notCounted, missing };
}

async function fromNothing(
  { clock, params, signal }: DeliveryContext,
  { server, start }: Source,
): Promise<{ fresh: Fresh; price: ServerPrice }> {
  const startedMs = clock.nowMs();
  const fresh = await start();
  const [system] = fresh.broker.systems as [System];
  const channel = await system.open(`first-${system.id}`);
  let arrived = false;
  const consumer = await channel.consumer(fresh.broker, 'consumer-1', async () => {
    arrived = true;
  });
  const producer = await channel.producer(fresh.broker);
  await producer.send(['1 first']);
  const what = { ko: '첫 메시지의 도착', en: 'the arrival of the first message' };
  await until(() => arrived, { signal, what, withinMs });
  const firstMessageMs = clock.nowMs() - startedMs;
  await Promise.all([consumer.close(), producer.close()]);

  const before = await fresh.footprint();
  const beganMs = clock.nowMs();
  await wait(params.idle, undefined, { signal });
  const [after, tookMs] = [await fresh.footprint(), clock.nowMs() - beganMs];
  const price = {
    server,
    firstMessageMs,
    memoryBytes: after?.memoryBytes ?? null,
    cpuShare: before && after ? (after.cpuMs - before.cpuMs) / tookMs : null,
    openFiles: after?.openFiles ?? null,
  };
  return { fresh, price };
}

async function windowsOf(
  { params, signal, emit }: DeliveryContext,
  broker: Broker,
  systems: readonly System[],
): Promise<WindowArm[]> {
  const text = '.'.repeat(params.payload);
  const arms: { system: System; window: number; channel: Channel }[] = [];
  for (const system of systems)
    for (const window of new Set(params.windows))
      arms.push({ system, window, channel: await system.open(`window-${system.id}-${window}`) });
  const trialOf = ({ window, channel }: (typeof arms)[number]) => {
    let producer: ReturnType<Channel['producer']> | null = null;
    return async (): Promise<ClosedLoad> => {
      producer ??= channel.producer(broker);
      const { send } = await producer;
      const bound = { durationMs: params.trial };
      const load = await closedLoop({ callers: window, bound, operation: () => send([text]), signal });
      if (load.firstError !== null) throw new Error(load.firstError);
      return load;
    };
  };
  const results = await runTrials(
    arms.map((arm) => ({ name: `${arm.system.id}, ${arm.window}`, trial: trialOf(arm) })),
    { rounds: params.rounds, warmupRounds: 1, signal, emit },
  );
  return arms.map(({ system, window }, index) => ({
    system: system.id,
    window,
    ...timed(results[index] as ArmTrials<ClosedLoad>, 1),
  }));
}

async function diskOf({ params }: DeliveryContext, fresh: Fresh, system: System): Promise<DiskPrice> {
  const channel = await system.open(`disk-${system.id}`);
  const producer = await channel.producer(fresh.broker);
  const text = '.'.repeat(params.payload);
  await producer.send([text]); // The queue is there, and its files.
  const [syncsBefore, before] = [await fresh.syncs(), await fresh.footprint()];
  for (let n = 0; n < counted; n += 1) await producer.send([text]);
  const syncsAfter = await fresh.syncs();
  const batch = Array.from({ length: atOnce }, () => text);
  for (let n = counted; n < stored; n += atOnce) await producer.send(batch.slice(0, stored - n));
  const after = await fresh.footprint();
  await producer.close();
  return {
    system: system.id,
    stored,
    bytesPerMessage: before && after ? Math.max(0, after.diskBytes - before.diskBytes) / stored : null,
    syncsPer1000:
      syncsBefore === null || syncsAfter === null ? null : ((syncsAfter - syncsBefore) / counted) * 1_000,
  };
}
