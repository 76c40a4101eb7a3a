import { expect, it } from 'vitest';
import { styleOf } from '../../src/render/terminal/style.ts';
import { pageOf } from './page.ts';

const levels = [0, 95, 135, 175, 215, 255];

/** Red, green and blue of one of the 256 colours; the first 16 are a terminal's own choice. */
function rgbOf(color: number): [number, number, number] {
  if (color < 16) throw new Error('nobody knows what this looks like');
  const grey = 8 + 10 * (color - 232);
  if (color >= 232) return [grey, grey, grey];
  const at = (place: number) => levels[Math.floor((color - 16) / place) % 6] ?? 0;
  return [at(36), at(6), at(1)];
}

/** Relative luminance (WCAG 2.2), 0 for black and 1 for white. */
function luminance(rgb: readonly number[]): number {
  const [red = 0, green = 0, blue = 0] = rgb
    .map((value) => value / 255)
    .map((value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

/** On white and on black, whichever is less. */
function leastContrast(painted: string): number {
  const color = /\[38;5;(\d+)m/.exec(painted)?.[1];
  if (color === undefined) throw new Error(`no colour that is known: ${JSON.stringify(painted)}`);
  const light = luminance(rgbOf(Number(color)));
  return Math.min(1.05 / (light + 0.05), (light + 0.05) / 0.05);
}

const { strong, ...colours } = styleOf(pageOf({ color: true }));

it.each(Object.entries(colours))('%s is legible on white and on black', (_, paint) => {
  expect(leastContrast(paint('x'))).toBeGreaterThanOrEqual(4.5);
});

it('what stands out without a colour is bold; without colours nothing does', () => {
  expect(strong('x')).toBe('\u001b[1mx\u001b[22m');
  for (const paint of Object.values(styleOf(pageOf({ color: false })))) expect(paint('x')).toBe('x');
});

it('a colour that is legible on one of them only, or that a terminal chooses, is found', () => {
  expect(leastContrast('\u001b[38;5;226m')).toBeLessThan(1.2); // Yellow, on white.
  expect(leastContrast('\u001b[38;5;18m')).toBeLessThan(2); // Dark blue, on black.
  for (const own of ['\u001b[33m', '\u001b[2m', '\u001b[38;5;3m']) expect(() => leastContrast(own)).toThrow();
});
