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

/** Of what came to phones, the share from beyond the radius, 0 to 1; null where nothing came, or nobody counted. */
export function thrownAway({ came }: DayCounts): number | null {
  const all = came ? came.inRange + came.beyond : 0;
  return came && all > 0 ? came.beyond / all : null;
}

/** Fewer reports due prove nothing; and where more than this is missed by whoever hears everybody, the yardstick is off. */
const enoughDue = 500;
export const yardstickShare = 0.01;

/** Whether the day is one to judge by. */
export function isSound(data: StrategiesData): boolean {
  const all = armOf(data, 'all');
  return all !== undefined && all.due >= enoughDue && (missedShare(all) ?? 1) <= yardstickShare;
}
