// What judge and tables read out of the prices. Nothing is measured here.
import { median, type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { PriceArm, PriceData, PricedSetting } from '../data.ts';

export function priceOf({ arms }: PriceData, setting: PricedSetting, callers: number): PriceArm | undefined {
  return arms.find((arm) => arm.setting === setting && arm.callers === callers);
}

/** Of the middle trial; null where none succeeded. */
export const perSecondOf = ({ rounds }: PriceArm): number | null =>
  median(rounds.map(({ perSecond }) => perSecond));

/** The slowest and the fastest trial; null where none succeeded. */
export function spreadOf({ rounds }: PriceArm): { readonly least: number; readonly most: number } | null {
  const figures = rounds.map(({ perSecond }) => perSecond);
  return figures.length > 0 ? { least: Math.min(...figures), most: Math.max(...figures) } : null;
}

/** How many times the first does as much as the second, of the rounds in which both succeeded. */
export function ratioOf(a: PriceArm | undefined, b: PriceArm | undefined): PairedRatio | null {
  if (!a || !b) return null;
  return pairedRatio(
    a.rounds.flatMap(({ round, perSecond }): [number, number][] => {
      const partner = b.rounds.find((other) => other.round === round);
      return partner ? [[perSecond, partner.perSecond]] : [];
    }),
  );
}

export const callersOf = ({ arms }: PriceData): number[] => [...new Set(arms.map(({ callers }) => callers))];
