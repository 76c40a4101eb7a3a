import { exitCodes, LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
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
  /** Ids of acts: `away,streams`. */
  readonly acts?: string;
  readonly detail?: boolean;
  readonly map?: boolean;
  /** One of the lab's own. */
  readonly preset?: string;
  readonly trace?: boolean;
  readonly hold?: boolean;
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

/**
 * The flag, else what the name of `--out` ends with, else the terminal's.
 * @throws LabError (usage) where the two say different things
 */
export function formatOf(flags: Pick<LabFlags, 'json' | 'csv' | 'md' | 'out'>): Format {
  const flagged = (['json', 'csv', 'md'] as const).find((format) => flags[format]);
  const named = formats.find((format) => flags.out?.endsWith(`.${format}`));
  if (flagged && named && flagged !== named) throw twoFormats(flagged, named);
  return flagged ?? named ?? 'terminal';
}

function twoFormats(flagged: Format, named: Format): LabError {
  return new LabError(exitCodes.usage, {
    what: {
      ko: `형식이 두 가지예요. 옵션은 --${flagged}, --out 파일의 확장자는 .${named}`,
      en: `Two formats are asked for: --${flagged}, and .${named} by the name of --out.`,
    },
    why: { ko: '파일 하나에는 형식 하나만 담겨요.', en: 'One file holds one of them.' },
    next: same(`--out result.${flagged}`),
  });
}

const largestSeed = 2 ** 32 - 1;

/** A run without `--seed` draws one, and the record keeps it. */
export function seedOf(flags: LabFlags, draw: () => number): number {
  if (flags.seed === undefined) return Math.floor(draw() * largestSeed);
  const seed = /^\d+$/.test(flags.seed) ? Number(flags.seed) : Number.NaN;
  if (seed <= largestSeed) return seed;
  throw outOfRange('--seed', flags.seed, 0, largestSeed);
}

/**
 * The choices given on the command line, `2,-,1`, in the order of the acts of this run that ask; `-` skips one.
 * @param acts the acts that were named; null for all
 * @returns by act the choice's id, null where it is skipped; null when nothing was given
 * @throws LabError (usage)
 */
export function predictionsOf(
  flags: LabFlags,
  lab: AnyLab,
  acts: readonly string[] | null,
  params: Readonly<Record<string, unknown>>,
): Map<string, string | null> | null {
  if (flags.predict === undefined || flags.predict === false) return null;
  const asking = lab.acts.filter(
    ({ id, predict, leftOut }) => predict && (acts?.includes(id) ?? true) && !leftOut?.(params),
  );
  const words = flags.predict.split(',').map((word) => word.trim());
  if (words.length > asking.length) throw tooMany(words.length, asking);
  return new Map(
    words.map((word, index) => {
      const { id, predict } = asking[index] as (typeof asking)[number];
      const choices = predict?.choices ?? [];
      if (word === '-') return [id, null];
      const choice = /^\d+$/.test(word) ? choices[Number(word) - 1] : undefined;
      if (!choice) throw outOfRange('--predict', word, 1, choices.length);
      return [id, choice.id];
    }),
  );
}

/**
 * The acts that `--acts` names; null for all.
 * @throws LabError (usage) on a name that the lab does not have
 */
export function actsOf(flags: LabFlags, lab: AnyLab): string[] | null {
  if (flags.acts === undefined) return null;
  const known = lab.acts.map(({ id }) => id);
  const asked = flags.acts.split(',').map((word) => word.trim());
  const unknown = asked.find((id) => !known.includes(id));
  if (unknown === undefined) return asked;
  throw new LabError(exitCodes.usage, {
    what: { ko: `--acts에 없는 막이 있어요: '${unknown}'`, en: `There is no act '${unknown}'.` },
    why: { ko: `이 실험의 막: ${known.join(', ')}`, en: `The acts of this lab: ${known.join(', ')}` },
    next: same(`--acts ${known.slice(0, 2).join(',')}`),
  });
}

/**
 * Before a server is started for nothing.
 * @throws LabError (usage) when all that `--acts` names is left out by the other options
 */
export function checkSomethingRuns(
  acts: readonly string[],
  lab: AnyLab,
  params: Readonly<Record<string, unknown>>,
): void {
  const named = lab.acts.filter(({ id }) => acts.includes(id));
  const reasons = named.map(({ leftOut }) => leftOut?.(params) ?? null);
  const [first] = reasons;
  if (!first || reasons.includes(null)) return;
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `--acts ${acts.join(',')}: 지금 옵션으로는 실행할 것이 없어요.`,
      en: `--acts ${acts.join(',')}: with these options there is nothing to run.`,
    },
    why: first,
    next: {
      ko: '그 옵션을 함께 주거나, --acts 없이 실행해 보세요.',
      en: 'Give that option as well, or run it without --acts.',
    },
  });
}

function tooMany(given: number, asking: AnyLab['acts']): LabError {
  const list = asking.map(({ id }) => id).join(', ');
  return new LabError(exitCodes.usage, {
    what: {
      ko: `--predict에 답을 ${given}개 주었는데 질문은 ${asking.length}개예요.`,
      en: `--predict has ${given} answers, and there are ${asking.length} questions.`,
    },
    why: list
      ? { ko: `묻는 막: ${list}`, en: `The acts that ask: ${list}` }
      : { ko: '이번 실행에는 묻는 막이 없어요.', en: 'No act of this run asks.' },
    next: same(asking.length === 0 ? '--no-predict' : `--predict ${asking.map(() => '1').join(',')}`),
  });
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
