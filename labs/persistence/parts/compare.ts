// What judge and tables read out of the prices. Nothing is measured here.
import { type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { PriceArm, PriceData, PricedSetting } from '../data.ts';

export function priceOf({ arms }: PriceData, setting: PricedSetting, callers: number): PriceArm | undefined {
  return arms.find((arm) => arm.setting === setting && arm.callers === callers);
}

/** Null where no trial succeeded. */
export function perSecondOf({ operations, elapsedMs }: PriceArm): number | null {
  return operations > 0 ? (operations / elapsedMs) * 1e3 : null;
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
