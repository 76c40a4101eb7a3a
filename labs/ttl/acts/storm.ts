// Many keys end in the same moment: a cache that was filled in one go, an app that restarted. Somebody who has nothing
// to do with them reads one key, again and again. What does the clearing out cost this bystander?
//
// In each trial the same server is watched twice, with the same keys in it: before they end, and while they go.

import { Histogram, type Redis, redis } from '../../../src/kit/run.ts';
import type { StormData, StormTrial } from '../data.ts';
import { sleepUntil } from '../parts/commands.ts';
import { endTogether } from '../parts/crowd.ts';
import type { TtlContext } from '../settings.ts';

const rounds = 5;
const calmMs = 150;
/** Redis leaves the last few until its table shrinks; they disturb nobody, and would only thin out the figures. */
const restShare = 0.1;
/** A storm that lasts longer than this is judged by its beginning. */
const stormAtMostMs = 5_000;
/** Looking whether all are gone is a command too, so it is done seldom. */
const readsBetweenLooks = 5;
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
  return { keys: params.storm, trials };
}

async function trialOf(context: TtlContext, admin: Redis, reader: Redis): Promise<StormTrial> {
  const { params, clock, signal } = context;
  const endMs = await endTogether(admin, context, 'loc:storm-', params.storm, calmMs);
  const calm = new Histogram();
  const calmEndsMs = Math.min(clock.nowMs() + calmMs, endMs);
  while (clock.nowMs() < calmEndsMs) await read(calm);

  await sleepUntil(clock, endMs, signal);
  const gone = new Histogram();
  const fromMs = clock.nowMs();
  for (let keys = Infinity; keys > 1 + restShare * params.storm && clock.nowMs() < fromMs + stormAtMostMs; ) {
    for (let turn = 0; turn < readsBetweenLooks; turn += 1) await read(gone);
    keys = await admin.dbsize();
  }
  const stormMs = clock.nowMs() - fromMs;
  return { calm: calm.toJSON(), storm: gone.toJSON(), stormMs };

  async function read(into: Histogram): Promise<void> {
    signal.throwIfAborted();
    const askedMs = clock.nowMs();
    await reader.get(bystander);
    into.record((clock.nowMs() - askedMs) * 1e6);
  }
}
