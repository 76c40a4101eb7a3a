import { same, type Text } from '../core/text.ts';
import type { Counted, Unit } from './blocks.ts';

// Made when the first figure is shown: Intl takes 10 ms to load, and a run says its first words before that.
let formats: { readonly threeDigits: Intl.NumberFormat; readonly wholeNumber: Intl.NumberFormat } | undefined;

function numberFormats() {
  formats ??= {
    threeDigits: new Intl.NumberFormat('en-US', { maximumSignificantDigits: 3, signDisplay: 'negative' }),
    wholeNumber: new Intl.NumberFormat('en-US', { maximumFractionDigits: 0, signDisplay: 'negative' }),
  };
  return formats;
}

/** Nothing was measured, or the arithmetic had nothing to divide by. */
export const noFigure = '–';

/**
 * The text of a figure, the same in both languages: 0.084 · 1.23 · 12.3 · 123 · 12,345.
 * Milliseconds, microseconds, counts and rates come without their unit, for a column whose heading carries
 * it; bytes, percent and ratio carry it themselves (`1.5 MiB`, `12.3%`, `9.8 ×`).
 * A percent is given as such: 12.3, not 0.123.
 */
export function formatFigure(value: number, unit?: Unit): string {
  if (!Number.isFinite(value)) return noFigure;
  if (isCounted(unit)) return numberFormats().wholeNumber.format(value);
  if (unit === 'bytes') return formatBytes(value);
  if (unit === 'percent') return `${formatPlain(value)}%`;
  if (unit === 'ratio') return `${formatPlain(value)} ×`;
  return formatPlain(value);
}

const counters: Readonly<Record<Counted, Text>> = {
  persons: { ko: '명', en: 'people' },
  messages: { ko: '건', en: 'messages' },
  attempts: { ko: '번', en: 'times' },
  servers: { ko: '대', en: 'servers' },
  count: { ko: '개', en: 'count' },
};

function isCounted(unit: Unit | undefined): unit is Counted {
  return unit !== undefined && unit in counters;
}

/** A figure with its unit, for a sentence: `0.084 ms`, `12,345/s`. What a count counts, the sentence says. */
export function formatQuantity(value: number, unit: Unit): string {
  const figure = formatFigure(value, unit);
  if (figure === noFigure) return figure;
  if (unit === 's') return `${figure} s`;
  if (unit === 'ms') return `${figure} ms`;
  if (unit === 'us') return `${figure} µs`;
  if (unit === 'perSecond') return `${figure}/s`;
  return figure;
}

/** Message ids from first to last: `41–80`, in Korean `41~80`; or `57`. No thousands separators: an id is a name. */
export function formatSpan(first: number, last: number): Text {
  if (first === last) return same(`${first}`);
  return { ko: `${first}~${last}`, en: `${first}–${last}` };
}

const unitHeadings: Readonly<Record<Unit, Text | null>> = {
  ...counters,
  s: { ko: '초', en: 's' },
  ms: same('ms'),
  us: same('µs'),
  perSecond: same('/s'),
  bytes: null,
  ratio: null,
  percent: null,
};

/** What a heading says once for all its figures; null where each figure carries its own unit. */
export function unitHeading(unit: Unit): Text | null {
  return unitHeadings[unit];
}

function formatPlain(value: number): string {
  const { threeDigits, wholeNumber } = numberFormats();
  return Math.abs(value) < 100 ? threeDigits.format(value) : wholeNumber.format(value);
}

const byteUnits = ['B', 'KiB', 'MiB', 'GiB', 'TiB'] as const;

function formatBytes(bytes: number): string {
  let scaled = bytes;
  let power = 0;
  // What would be printed as 1,024 KiB is 1 MiB.
  while (Math.round(Math.abs(scaled)) >= 1024 && power < byteUnits.length - 1) {
    scaled /= 1024;
    power += 1;
  }
  return `${power === 0 ? numberFormats().wholeNumber.format(scaled) : formatPlain(scaled)} ${byteUnits[power]}`;
}
