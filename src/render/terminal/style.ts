import { Chalk } from 'chalk';
import type { TerminalPage } from '../../report/report.ts';
import { hang } from './text.ts';

type Paint = (text: string) => string;

/** The few ways in which text may stand out. Colour only repeats what a word or a glyph already says. */
export interface Style {
  readonly strong: Paint;
  readonly faint: Paint;
  readonly accent: Paint;
  readonly good: Paint;
  readonly bad: Paint;
  readonly unsure: Paint;
}

/**
 * Of the 256 colours those that are as legible on white as on black (WCAG contrast of 4.5 and more): few are. The first
 * 16 and `dim` are whatever a terminal makes of them: yellow on white is none.
 */
const ansi256 = { grey: 243, blue: 63, green: 29, red: 131, magenta: 163 } as const;

/** The page decides about colour, never the environment: a renderer is a pure function. */
export function styleOf(page: TerminalPage): Style {
  const chalk = new Chalk({ level: page.color ? 2 : 0 });
  // chalk would join whatever else a call of `map` hands over.
  const paint = (color: keyof typeof ansi256) => (text: string) => chalk.ansi256(ansi256[color])(text);
  return {
    strong: (text) => chalk.bold(text),
    faint: paint('grey'),
    accent: paint('blue'),
    good: paint('green'),
    bad: paint('red'),
    unsure: paint('magenta'),
  };
}

/** A heading over its parts, each a paragraph of its own. */
export function titled(title: string, parts: readonly string[], page: TerminalPage): string {
  const heading = styleOf(page).strong(hang('', title, page.columns));
  return [heading, ...parts].join('\n\n');
}
