// A server full of people who live on. Some more fall silent among them, again and again; nobody reads those.
import { type Redis, redis } from '../../../src/kit/run.ts';
import type { Eagerness, Lags } from '../data.ts';
import type { TtlContext } from '../settings.ts';
import { infoNumber, show, sleepUntil, usedMemory } from './commands.ts';
import { lagsOf } from './departures.ts';
import { hearExpired } from './expired-events.ts';
import { jumpBetween, readClock, timeMs } from './server-clock.ts';

export interface CrowdPlan extends Eagerness {
  readonly others: number;
}

export interface LagTrial {
  readonly lags: Lags;
  readonly deadKeys: number;
  readonly deadBytes: number;
  readonly serverCpu: number;
  readonly seenByRead: number;
  readonly eventsAfterRead: number;
  readonly clockJumpMs: number;
}

export interface Crowd {
  readonly plan: CrowdPlan;
  trial(): Promise<LagTrial>;
}

/** A living key must outlive every watch, however long somebody chose to make it. */
const livingTtlMs = 7 * 86_400_000;
/** Events still to come after the reads; what comes slower than this would never come. */
const readWithinMs = 5_000;
const eventsPerMs = 10;

export async function openCrowd(context: TtlContext, plan: CrowdPlan): Promise<Crowd> {
  const { params, clock, signal, scope, note } = context;
  const { others, hz, effort } = plan;
  const { silent, observe } = params;
  const arm = `${others} others, hz ${hz}, effort ${effort}`;
  const server = await scope.start(
    redis({ config: { hz: String(hz), 'active-expire-effort': String(effort) } }),
  );
  const admin = await server.connect('admin');
  const events = await hearExpired(server, clock, (key) => key.startsWith('loc:silent-'));
  await write(admin, 'loc:living-', others, timeMs(await admin.time()) + livingTtlMs, signal);
  // The first call of a command costs Redis some kilobytes for ever; they must not be mistaken for dead keys below.
  await admin.eval(readAll, 0, 'loc:living-', 1);

  async function trial(): Promise<LagTrial> {
    const clockBefore = await readClock(admin, clock);
    const endMs = await endTogether(admin, context, 'loc:silent-', silent, 0);
    events.atMs.clear();
    await sleepUntil(clock, endMs, signal);
    const [cpuBefore, cpuFromMs] = [await cpuMs(admin), clock.nowMs()];
    await sleepUntil(clock, endMs + observe, signal);
    const observedMs = clock.nowMs() - endMs;
    const came = [...events.atMs.values()].map((atMs) => atMs - endMs);
    const keys = await admin.dbsize();
    show(context, `hz ${hz}, effort ${effort}`, ['DBSIZE'], `(integer) ${keys}`);
    note({ kind: 'sample', series: 'expired-events', value: came.length }, arm);
    const serverCpu = ((await cpuMs(admin)) - cpuBefore) / (clock.nowMs() - cpuFromMs);
    const memoryBefore = await usedMemory(admin);

    // Now somebody reads them all. What the server had not got round to, it does on the spot.
    const seenByRead = Number(await admin.eval(readAll, 0, 'loc:silent-', silent));
    const giveUpMs = clock.nowMs() + readWithinMs + silent / eventsPerMs;
    while (events.atMs.size < silent && clock.nowMs() < giveUpMs)
      await sleepUntil(clock, clock.nowMs() + 1, signal);
    const notYet = Array.from({ length: silent - came.length }, () => null);
    return {
      lags: lagsOf([...came, ...notYet], observedMs),
      deadKeys: keys - others,
      deadBytes: memoryBefore - (await usedMemory(admin)),
      serverCpu,
      seenByRead,
      eventsAfterRead: events.atMs.size,
      clockJumpMs: jumpBetween(clockBefore, await readClock(admin, clock)),
    };
  }
  return { plan, trial };
}

/**
 * Writes keys whose TTLs end in the same millisecond. Returns the earliest moment by our clock that this may be.
 * @param leftMs at least so much of the TTL is left when all are written
 */
export async function endTogether(
  admin: Redis,
  { clock, signal }: Pick<TtlContext, 'clock' | 'signal'>,
  prefix: string,
  count: number,
  leftMs: number,
): Promise<number> {
  for (let ttlMs = leftMs + 20 + count / keysPerMs; ; ttlMs *= 2) {
    const endMs = Math.ceil(timeMs(await admin.time()) + ttlMs);
    await write(admin, prefix, count, endMs, signal);
    const askedMs = clock.nowMs();
    const stillMs = endMs - timeMs(await admin.time());
    // More than there was: somebody set the server's clock back meanwhile, and nobody waits for that.
    if (stillMs > leftMs && stillMs <= ttlMs + 1) return askedMs + stillMs;
  }
}

/** So many are written; a machine that is slower gets twice the time, and twice again. */
const keysPerMs = 150;

/** A loop inside the server: a hundred thousand keys in half a second instead of two. */
const writeMany = `
for i = ARGV[2], ARGV[3] do
  redis.call('SET', ARGV[1] .. i, '37.566500,126.978000')
  redis.call('PEXPIREAT', ARGV[1] .. i, ARGV[4])
end`;
const batch = 10_000;

async function write(
  admin: Redis,
  prefix: string,
  count: number,
  endMs: number,
  signal: AbortSignal,
): Promise<void> {
  for (let from = 1; from <= count; from += batch) {
    signal.throwIfAborted();
    await admin.eval(writeMany, 0, prefix, from, Math.min(count, from + batch - 1), Math.round(endMs));
  }
}

/** Inside the server too, so that no reply buffers are mistaken for dead keys in used_memory. */
const readAll = `
local seen = 0
for i = 1, ARGV[2] do
  if redis.call('GET', ARGV[1] .. i) then seen = seen + 1 end
end
return seen`;

async function cpuMs(admin: Redis): Promise<number> {
  const info = await admin.info('cpu');
  return (infoNumber(info, 'used_cpu_user') + infoNumber(info, 'used_cpu_sys')) * 1e3;
}
