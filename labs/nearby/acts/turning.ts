// When is the best way not the best any more? The same servers in other worlds, without a network: a model. What it
// counts does not depend on a network; that it counts right, the act before shows, where both ran.
import type { DayCounts, Strategy, TurningArm, TurningData } from '../data.ts';
import { dayOf } from '../parts/day.ts';
import { playModel } from '../parts/model.ts';
import { radiusM } from '../parts/places.ts';
import { makeWorld } from '../parts/world.ts';
import type { NearbyContext } from '../settings.ts';

/** A smaller world, so that five of them take a second or two. Every friend counts, not how many there are. */
const users = 400;
const meanFriends = 20;
const lengthMs = 300_000;
const worlds = [
  { activeShare: 0.1, sessionMs: 1_800_000 },
  { activeShare: 0.3, sessionMs: 1_800_000 },
  { activeShare: 0.6, sessionMs: 1_800_000 },
  { activeShare: 0.9, sessionMs: 1_800_000 },
  { activeShare: 0.1, sessionMs: 120_000 },
] as const;

export async function turning({ params, seed, signal, emit }: NearbyContext): Promise<TurningData> {
  const arms: TurningArm[] = [];
  for (const { activeShare, sessionMs } of worlds) {
    const day = async (strategy: Strategy) => {
      const { interval: intervalMs, ttl: ttlMs, servers } = params;
      const people = {
        users,
        meanFriends,
        activeShare,
        intervalMs,
        meanSessionMs: sessionMs,
        lengthMs,
        seed,
      };
      return dayOf(
        await playModel({
          world: makeWorld(people),
          lengthMs,
          radiusM,
          ttlMs,
          keyTtlMs: ttlMs,
          servers,
          strategy,
          signal,
        }),
      );
    };
    const days = {
      all: await day('all'),
      active: await day('active'),
      'active-reverse': await day('active-reverse'),
    };
    const each = (figure: (counts: DayCounts) => number) => ({
      all: figure(days.all),
      active: figure(days.active),
      'active-reverse': figure(days['active-reverse']),
    });
    arms.push({
      activeShare,
      sessionMs,
      operations: each(
        (counts) => (counts.subscribed + counts.unsubscribed + counts.controls) / counts.connects,
      ),
      channels: each((counts) => counts.channels),
      missedShare: each((counts) => counts.missed / counts.due),
    });
    emit({ kind: 'progress', done: arms.length, of: worlds.length, unit: { ko: '세상', en: 'worlds' } });
  }
  return arms;
}
