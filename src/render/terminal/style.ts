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

/** The page decides about colour, never the environment: a renderer is a pure function. */
export function styleOf(page: TerminalPage): Style {
  const chalk = new Chalk({ level: page.color ? 1 : 0 });
  return {
    strong: (text) => chalk.bold(text),
    faint: (text) => chalk.dim(text),
    accent: (text) => chalk.cyan(text),
    good: (text) => chalk.green(text),
    bad: (text) => chalk.red(text),
    unsure: (text) => chalk.yellow(text),
  };
}

/** A heading over its parts, each a paragraph of its own. */
export function titled(title: string, parts: readonly string[], page: TerminalPage): string {
  const heading = styleOf(page).strong(hang('', title, page.columns));
  return [heading, ...parts].join('\n\n');
}
