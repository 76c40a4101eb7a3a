// Many keys end in the same moment: a cache that was filled in one go, an app that restarted. Somebody who has nothing
// to do with them reads one key, again and again. What does the clearing out cost this bystander?
//
// In each trial the same server is watched twice, with the same keys in it: before they end, and right after. The reads
// come at their own rate (an open loop): who waits for one reply before the next read comes too seldom while it is slow.

import { type HistogramJson, openLoop, type Redis, redis } from '../../../src/kit/run.ts';
import type { StormData, StormTrial } from '../data.ts';
import { infoNumber, sleepUntil } from '../parts/commands.ts';
import { endTogether } from '../parts/crowd.ts';
import type { TtlContext } from '../settings.ts';

const rounds = 5;
const windowMs = 150;
const readsPerSecond = 2_000;
const readsEach = (windowMs / 1e3) * readsPerSecond;
/** On a busy machine the reads before the end take a little longer than their window. */
const spareMs = 50;
/** Redis leaves the last few until its table shrinks; they disturb nobody. */
const restShare = 0.1;
/** Looking whether all are gone is a command too, so it is done seldom. */
const lookEveryMs = 5;
const stormAtMostMs = 5_000;
const bystander = 'bystander';

export async function storm(context: TtlContext): Promise<StormData> {
  const { params, scope, emit } = context;
  const server = await scope.start(redis());
  const [admin, reader] = [await server.connect('admin'), await server.connect('reader')];
  await reader.set(bystander, 'here');
  const trials: StormTrial[] = [];
  for (let round = 1; round <= rounds; round += 1) {
    trials.push(await trialOf(context, admin, reader));
    emit({ kind: 'progress', done: round, of: rounds, unit: { ko: '시행', en: 'trials' } });
  }
  return { keys: params.storm, readsPerSecond, trials };
}

async function trialOf(context: TtlContext, admin: Redis, reader: Redis): Promise<StormTrial> {
  const { params, clock, signal } = context;
  const endMs = await endTogether(admin, context, 'loc:storm-', params.storm, windowMs + spareMs);
  const calm = await reads();
  const patrolBefore = await patrolMs(admin);
  await sleepUntil(clock, endMs, signal);
  const [gone, stormMs] = await Promise.all([reads(), untilMostAreGone()]);
  return { calm, storm: gone, stormMs, patrolMs: (await patrolMs(admin)) - patrolBefore };

  async function reads(): Promise<HistogramJson> {
    const bound = { operations: readsEach };
    const operation = () => reader.get(bystander);
    return (await openLoop({ perSecond: readsPerSecond, bound, operation, signal })).latency;
  }

  async function untilMostAreGone(): Promise<number> {
    const fromMs = clock.nowMs();
    const tookMs = () => clock.nowMs() - fromMs;
    while ((await admin.dbsize()) > 1 + restShare * params.storm && tookMs() < stormAtMostMs)
      await sleepUntil(clock, clock.nowMs() + lookEveryMs, signal);
    return tookMs();
  }
}

/** How long Redis has been in its active expire cycle since it started, by its own account. */
async function patrolMs(admin: Redis): Promise<number> {
  return infoNumber(await admin.info('stats'), 'expire_cycle_cpu_milliseconds');
}
