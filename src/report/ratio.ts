import type { Text } from '../core/text.ts';
import { formatFigure } from './format.ts';

/** How many times one arm is the other, and the 95 % interval; null below five trials: too few to know one. */
interface Ratio {
  readonly ratio: number;
  readonly interval: { readonly low: number; readonly high: number } | null;
}

/** For a table: `9.1–10.4`. */
export function intervalText(of: Pick<Ratio, 'interval'> | null): string | null {
  return of?.interval ? `${formatFigure(of.interval.low)}–${formatFigure(of.interval.high)}` : null;
}

/** In prose: `9.8 × (95 % interval 9.1 to 10.4)`. */
export function ratioText(of: Ratio | null): Text {
  if (!of) return { ko: '재지 못한 배수', en: 'not measured' };
  const ratio = formatFigure(of.ratio);
  if (!of.interval) return { ko: `${ratio}배(신뢰구간 모름)`, en: `${ratio} × (interval unknown)` };
  const [low, high] = [formatFigure(of.interval.low), formatFigure(of.interval.high)];
  return {
    ko: `${ratio}배(95% 신뢰구간 ${low}~${high}배)`,
    en: `${ratio} × (95 % interval ${low} to ${high})`,
  };
}
