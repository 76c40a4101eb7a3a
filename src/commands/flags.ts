import { exitCodes, LabError } from '../core/errors.ts';
import type { Preset } from '../core/params.ts';
import { same } from '../core/text.ts';

/** What commander hands over for a lab: the flags every lab has; the lab's own parameters are beside them. */
export interface LabFlags {
  readonly quick?: boolean;
  readonly full?: boolean;
  readonly json?: boolean;
  readonly csv?: boolean;
  readonly md?: boolean;
  readonly out?: string;
  readonly hdr?: string;
  readonly seed?: string;
  readonly install?: boolean;
  readonly yes?: boolean;
  /** false is `--no-predict`. */
  readonly predict?: string | false;
  readonly trace?: boolean;
  readonly ascii?: boolean;
  readonly color: boolean;
  readonly quiet?: boolean;
  readonly strict?: boolean;
}

export const formats = ['terminal', 'json', 'csv', 'md'] as const;
export type Format = (typeof formats)[number];

export function presetOf(flags: LabFlags): Preset {
  return flags.quick ? 'quick' : flags.full ? 'full' : 'default';
}

/** The flag, else what the name of `--out` ends with, else the terminal's. */
export function formatOf(flags: Pick<LabFlags, 'json' | 'csv' | 'md' | 'out'>): Format {
  const flagged = (['json', 'csv', 'md'] as const).find((format) => flags[format]);
  return flagged ?? formats.find((format) => flags.out?.endsWith(`.${format}`)) ?? 'terminal';
}

const largestSeed = 2 ** 32 - 1;

/** A run without `--seed` draws one, and the record keeps it. */
export function seedOf(flags: LabFlags, draw: () => number): number {
  if (flags.seed === undefined) return Math.floor(draw() * largestSeed);
  const seed = /^\d+$/.test(flags.seed) ? Number(flags.seed) : Number.NaN;
  if (seed <= largestSeed) return seed;
  throw outOfRange('--seed', flags.seed, 0, largestSeed);
}

/** The index of the chosen answer; null when none was given on the command line. */
export function predictionOf(flags: LabFlags, choices: number): number | null {
  if (flags.predict === undefined || flags.predict === false) return null;
  const choice = /^\d+$/.test(flags.predict) ? Number(flags.predict) : Number.NaN;
  if (choice >= 1 && choice <= choices) return choice - 1;
  throw outOfRange('--predict', flags.predict, 1, choices);
}

function outOfRange(flag: string, given: string, min: number, max: number): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: `${flag} 값이 올바르지 않아요: '${given}'`,
      en: `The value of ${flag} does not fit: '${given}'.`,
    },
    why: {
      ko: `${min}에서 ${max} 사이의 정수여야 해요.`,
      en: `It takes a whole number from ${min} to ${max}.`,
    },
    next: same(`${flag} ${min}`),
  });
}
