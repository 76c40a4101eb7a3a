import type { Paint } from './glyphs.ts';

const hues = ['--bar', '--hue-2', '--hue-3', '--hue-4', '--hue-5', '--hue-6'];

/** The colours that the style sheet gives at this moment, light or dark. */
export function readPaint(): Paint {
  const style = getComputedStyle(document.documentElement);
  const colour = (name: string) => style.getPropertyValue(name).trim();
  return {
    ink: colour('--ink'),
    line: colour('--way'),
    lost: colour('--lost'),
    surface: colour('--surface'),
    hues: hues.map(colour),
    font: getComputedStyle(document.body).fontFamily,
  };
}
