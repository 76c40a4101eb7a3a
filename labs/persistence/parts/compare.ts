// What judge and tables read out of the prices. Nothing is measured here.
import { formatFigure, type PairedRatio, pairedRatio, type Text } from '../../../src/kit/judge.ts';
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

/** `0.04–0.06`; null where there were too few rounds to know. */
export function intervalText(paired: PairedRatio | null): string | null {
  const interval = paired?.interval;
  return interval ? `${formatFigure(interval.low)}–${formatFigure(interval.high)}` : null;
}

/** In prose: `0.05 × (0.04 to 0.06)`. */
export function ratioText({ ratio, interval }: PairedRatio): Text {
  const figure = formatFigure(ratio);
  if (!interval) return { ko: `${figure}배(신뢰구간 모름)`, en: `${figure} × (interval unknown)` };
  const [low, high] = [formatFigure(interval.low), formatFigure(interval.high)];
  return { ko: `${figure}배(95% 신뢰구간 ${low}~${high}배)`, en: `${figure} × (${low} to ${high})` };
}
