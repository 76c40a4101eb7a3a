import { modelDay, strategies } from '../../labs/nearby/acts/strategies.ts';
import type { StrategyArm } from '../../labs/nearby/data.ts';
import { playModel } from '../../labs/nearby/parts/model.ts';
import { makeWorld } from '../../labs/nearby/parts/world.ts';
import { params as declared, type NearbyContext } from '../../labs/nearby/settings.ts';
import { resolveParams } from '../../src/core/params.ts';
import { withScope } from '../labs/with-scope.ts';
import { measureSizes, predictBytes } from './nearby-memory.ts';
import type { BenchRow } from './row.ts';

const minuteMs = 60_000;

/**
 * What a model of so many users takes: the work is one for each report that is pushed to somebody. It is as many steps
 * for a push in a world of any size; what grows are the misses of caches, in 0.5 GB of friend lists and screens.
 */
export async function benchNearby(): Promise<BenchRow[]> {
  await modelOf(10_000); // Not counted: its code is not compiled yet.
  const [small, large] = [await modelOf(10_000), await modelOf(100_000)];
  const bytes = (large.bytes - small.bytes) / 90_000;
  return [
    {
      name: `model of 100,000 users against 10,000: processor time for each push (${large.pushes} pushes; ${bytes.toFixed(0)} bytes a user)`,
      ours: `${large.usPerPush.toFixed(2)} us`,
      peer: `${small.usPerPush.toFixed(2)} us`,
      ratio: large.usPerPush / small.usPerPush,
      target: 'about 1: linear',
    },
    ...(await realAgainstModel()),
  ];
}

async function modelOf(users: number) {
  globalThis.gc?.();
  const before = process.memoryUsage().heapUsed;
  const world = makeWorld({
    ...{ users, meanFriends: 40, activeShare: 0.1, intervalMs: minuteMs / 2, meanSessionMs: 30 * minuteMs },
    ...{ lengthMs: 5 * minuteMs, seed: 1 },
  });
  const started = process.cpuUsage();
  const { counters } = await playModel({
    ...{
      world,
      lengthMs: 5 * minuteMs,
      radiusM: 8_047,
      ttlMs: 10 * minuteMs,
      keyTtlMs: 10 * minuteMs,
      servers: 8,
    },
    ...{ strategy: 'active-reverse', signal: new AbortController().signal },
  });
  const { user, system } = process.cpuUsage(started);
  const bytes = process.memoryUsage().heapUsed - before;
  return { pushes: counters.pushed, usPerPush: (user + system) / counters.pushed, bytes };
}

/** 5,000 users through real sockets and Redis, and what the model says of the same day. */
async function realAgainstModel(): Promise<BenchRow[]> {
  const given = { users: '5000', active: '20', world: '300s', speed: '20' };
  return await withScope(async (world) => {
    const context = { ...world, params: resolveParams(declared, 'default', given), seed: 1 };
    const { result, bytes } = await withPeak(() => strategies(context as unknown as NearbyContext));
    const phones = result.arms.reduce((sum, { online }) => sum + online, 0);
    console.log(
      `5,000 users, three times: ${phones.toFixed(0)} phones on the average, ${(bytes / phones / 1024).toFixed(1)} KiB of this process for each, both ends`,
    );
    const memory = await memoryRows(context as unknown as NearbyContext, result.arms);
    const pushes = result.arms.map(({ strategy, model, ...real }) => ({
      name: `${strategy}: pushes through real sockets against the model, 5,000 users (channels ${(real.channels / model.channels).toFixed(3)} x, missed ${real.missed} and ${model.missed}, Redis ${(real.redisBytes / 5_000).toFixed(0)} bytes a user)`,
      ours: `${real.pushed}`,
      peer: `${model.pushed}`,
      ratio: real.pushed / model.pushed,
      target: '0.95 to 1.05',
    }));
    return [...pushes, ...memory];
  });
}

/** What Redis had in use at the end, against what the model's counts and the sizes of 1,000 of each come to. */
async function memoryRows(context: NearbyContext, arms: readonly StrategyArm[]): Promise<BenchRow[]> {
  const { servers } = context.params;
  const sizes = await measureSizes(context, servers);
  console.log(
    `bytes of Redis: ${Object.entries(sizes)
      .map(([what, bytes]) => `${what} ${bytes.toFixed(0)}`)
      .join(', ')}`,
  );
  const rows: BenchRow[] = [];
  for (const { strategy, redisBytes } of arms) {
    const { holds } = await modelDay(context, strategy);
    const predicted = predictBytes(sizes, holds, servers, strategy);
    rows.push({
      name: `${strategy}: memory of Redis against the model, 5,000 users (${holds.subscriptions} subscriptions, ${holds.channels} channels, ${holds.places} places)`,
      ours: `${(redisBytes / 1024).toFixed(0)} KiB`,
      peer: `${(predicted / 1024).toFixed(0)} KiB`,
      ratio: redisBytes / predicted,
      target: '0.95 to 1.05',
    });
  }
  return rows;
}

/** The most memory that this process took beyond what it had, looked at ten times a second. */
async function withPeak<Result>(work: () => Promise<Result>): Promise<{ result: Result; bytes: number }> {
  globalThis.gc?.();
  const before = process.memoryUsage().rss;
  let peak = before;
  const look = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage().rss);
  }, 100);
  const result = await work().finally(() => clearInterval(look));
  return { result, bytes: peak - before };
}
