// Two thousand people fall silent among many who live on. Nobody reads the silent ones. When do their `expired`
// events come, and what do the dead keys hold until then?
//
// Redis keeps no timer per key. Ten times a second (hz) it looks at a few of the keys that have a TTL, removes those
// that are over, and only goes straight on when many of them were (redis/src/expire.c, "active expire cycle").

import { Histogram, type Redis, redis } from '../../../src/kit/run.ts';
import type { Eagerness, LagArm, LagData } from '../data.ts';
import { infoNumber, show, sleepUntil } from '../parts/commands.ts';
import { hearExpired } from '../parts/expired-events.ts';
import { readClock, timeMs } from '../parts/server-clock.ts';
import type { TtlContext } from '../settings.ts';

const defaults: Eagerness = { hz: 10, effort: 1 };
const turnedUp: readonly Eagerness[] = [
  { hz: 100, effort: 1 },
  { hz: 10, effort: 10 },
  { hz: 500, effort: 10 },
];

/** The length of a TTL has no part in the lag; it only has to be over after all of them are written. */
const silentTtlMs = 150;
const livingTtlMs = 3_600_000;
const readWithinMs = 5_000;

export async function lag(context: TtlContext): Promise<LagData> {
  const { params, emit } = context;
  const sizes = [...new Set(params.others)].sort((a, b) => a - b);
  const most = sizes.at(-1) as number;
  const plans = [
    ...sizes.map((others) => ({ others, ...defaults })),
    ...turnedUp.map((eagerness) => ({ others: most, ...eagerness })),
  ];
  const arms: LagArm[] = [];
  for (const plan of plans) {
    arms.push(await lagOf(context, plan.others, plan));
    emit({ kind: 'progress', done: arms.length, of: plans.length, unit: { ko: '서버', en: 'servers' } });
  }
  return arms;
}

async function lagOf(context: TtlContext, others: number, { hz, effort }: Eagerness): Promise<LagArm> {
  const { params, clock, signal, scope } = context;
  const { silent, observe } = params;
  const server = await scope.start(
    redis({ config: { hz: String(hz), 'active-expire-effort': String(effort) } }),
  );
  const admin = await server.connect('admin');
  const events = await hearExpired(server, clock, (key) => key.startsWith('loc:silent-'));
  await write(admin, 'loc:living-', others, livingTtlMs, signal);
  // The first call of a command costs Redis some kilobytes for ever; they must not be mistaken for dead keys below.
  await admin.eval(readAll, 0, 'loc:living-', 1);
  const { offsetMs } = await readClock(admin, clock);
  await write(admin, 'loc:silent-', silent, silentTtlMs, signal);
  const leftMs = await admin.pttl(`loc:silent-${silent}`);
  const endMs = timeMs(await admin.time()) + leftMs - offsetMs;

  await sleepUntil(clock, endMs, signal);
  const cpuBefore = await cpuMs(admin);
  const cpuFromMs = clock.nowMs();
  await sleepUntil(clock, endMs + observe, signal);
  const observedMs = clock.nowMs() - endMs;
  const came = [...events.atMs.values()].map((atMs) => atMs - endMs);
  const keys = await admin.dbsize();
  show(context, `hz ${hz}, effort ${effort}`, ['DBSIZE'], `(integer) ${keys}`);
  const deadKeys = keys - others;
  const serverCpu = ((await cpuMs(admin)) - cpuBefore) / (clock.nowMs() - cpuFromMs);
  const memoryBefore = await usedMemory(admin);

  // Now somebody reads them all. What the server had not got round to, it does on the spot.
  const seenByRead = Number(await admin.eval(readAll, 0, 'loc:silent-', silent));
  const giveUpMs = clock.nowMs() + readWithinMs;
  while (events.atMs.size < silent && clock.nowMs() < giveUpMs)
    await sleepUntil(clock, clock.nowMs() + 1, signal);
  const memoryAfter = await usedMemory(admin);
  admin.disconnect();
  events.close();
  await server.kill(); // An eager server with a full memory would take CPU from the next arm.
  return {
    others,
    silent,
    hz,
    effort,
    lag: histogramOf(came).toJSON(),
    notYet: silent - came.length,
    observedMs,
    deadKeys,
    deadBytes: Math.max(0, memoryBefore - memoryAfter),
    serverCpu,
    seenByRead,
    eventsAfterRead: events.atMs.size,
  };
}

/** The end of the TTL is known to a millisecond, so an event may seem to come a fraction too early. */
function histogramOf(lagsMs: readonly number[]): Histogram {
  const histogram = new Histogram();
  for (const ms of lagsMs) histogram.record(Math.max(0, ms * 1e6));
  return histogram;
}

/** A loop inside the server: a hundred thousand keys in a third of a second instead of two. */
const writeMany = `
for i = ARGV[2], ARGV[3] do
  redis.call('SET', ARGV[1] .. i, '37.566500,126.978000', 'PX', ARGV[4])
end`;
const batch = 10_000;

async function write(
  admin: Redis,
  prefix: string,
  count: number,
  ttlMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (let from = 1; from <= count; from += batch) {
    signal.throwIfAborted();
    await admin.eval(writeMany, 0, prefix, from, Math.min(count, from + batch - 1), ttlMs);
  }
}

/** Inside the server too, so that no reply buffers are mistaken for dead keys in used_memory. */
const readAll = `
local seen = 0
for i = 1, ARGV[2] do
  if redis.call('GET', ARGV[1] .. i) then seen = seen + 1 end
end
return seen`;

async function usedMemory(admin: Redis): Promise<number> {
  return infoNumber(await admin.info('memory'), 'used_memory');
}

async function cpuMs(admin: Redis): Promise<number> {
  const info = await admin.info('cpu');
  return (infoNumber(info, 'used_cpu_user') + infoNumber(info, 'used_cpu_sys')) * 1e3;
}
