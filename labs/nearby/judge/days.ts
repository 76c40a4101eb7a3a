// What the strategies made of the same day.
import type { DayCounts, StrategiesData, Strategy, StrategyArm } from '../data.ts';

export function armOf({ arms }: StrategiesData, strategy: Strategy): StrategyArm | undefined {
  return arms.find((arm) => arm.strategy === strategy);
}

/** Of the reports that were due, 0 to 1; null where none was. */
export function missedShare({ due, missed }: Pick<DayCounts, 'due' | 'missed'>): number | null {
  return due === 0 ? null : missed / due;
}

/** SUBSCRIBE, UNSUBSCRIBE and messages between servers, for each phone that connected. */
export function operations({ subscribed, unsubscribed, controls, connects }: DayCounts): number {
  return (subscribed + unsubscribed + controls) / connects;
}

/** Of the reports pushed to phones, those that came from beyond the radius, 0 to 1; null where that was not counted. */
export function thrownAway({ pushed, pushedInRange }: DayCounts): number | null {
  return pushedInRange === undefined || pushed === 0 ? null : 1 - pushedInRange / pushed;
}

/** Fewer reports due prove nothing; and where more than this is missed by whoever hears everybody, the yardstick is off. */
const enoughDue = 500;
export const yardstickShare = 0.01;

/** Whether the day is one to judge by. */
export function isSound(data: StrategiesData): boolean {
  const all = armOf(data, 'all');
  return all !== undefined && all.due >= enoughDue && (missedShare(all) ?? 1) <= yardstickShare;
}
