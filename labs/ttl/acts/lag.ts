// Two thousand people fall silent among many who live on. Nobody reads the silent ones. When do their `expired`
// events come, and what do the dead keys hold until then?
//
// Redis keeps no timer per key. Ten times a second (hz) it looks at a few of the keys that have a TTL, removes those
// that are over, and only goes straight on when many of them were (redis/src/expire.c, "active expire cycle").
//
// Each crowd has a server of its own, and all of them are watched at the same time, five times: what slows one down
// slows down all. A server does next to nothing during the watch, unless its settings are turned up.

import type { Eagerness, LagData } from '../data.ts';
import { type Crowd, type CrowdPlan, openCrowd } from '../parts/crowd.ts';
import { lagArm } from '../parts/lag-arm.ts';
import type { TtlContext } from '../settings.ts';

const rounds = 5;

const defaults: Eagerness = { hz: 10, effort: 1 };
const turnedUp: readonly Eagerness[] = [
  { hz: 100, effort: 1 },
  { hz: 10, effort: 10 },
  { hz: 500, effort: 10 },
];
/** Settings are compared among no more than so many: four servers hold them at the same time. */
const mostAmongSettings = 100_000;

export async function lag(context: TtlContext): Promise<LagData> {
  const { emit } = context;
  const crowds: Crowd[] = await Promise.all(
    plansOf(context.params.others).map((plan) => openCrowd(context, plan)),
  );
  const trials: Awaited<ReturnType<Crowd['trial']>>[][] = crowds.map(() => []);
  for (let round = 1; round <= rounds; round += 1) {
    const found = await Promise.all(crowds.map((crowd) => crowd.trial()));
    for (const [index, trial] of found.entries()) trials[index]?.push(trial);
    emit({ kind: 'progress', done: round, of: rounds, unit: { ko: '시행', en: 'trials' } });
  }
  return crowds.map(({ plan }, index) => lagArm(plan, context.params.silent, trials[index] ?? []));
}

export function plansOf(others: readonly number[]): CrowdPlan[] {
  const wanted = [...new Set(others)].sort((a, b) => a - b);
  const amongSettings = wanted.findLast((size) => size <= mostAmongSettings) ?? mostAmongSettings;
  const sizes = wanted.includes(amongSettings) ? wanted : [amongSettings, ...wanted];
  return [
    ...sizes.map((size) => ({ others: size, ...defaults })),
    ...turnedUp.map((eagerness) => ({ others: amongSettings, ...eagerness })),
  ];
}
