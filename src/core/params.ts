import { exitCodes, LabError } from './errors.ts';
import { same, type Text } from './text.ts';

interface ParamBase<Value> {
  readonly label: Text;
  readonly default: Value;
  /** What `--quick` and `--full` use instead of the default. */
  readonly quick?: Value;
  readonly full?: Value;
  /** The parameter whose given value it takes where it is not given itself. */
  readonly follows?: string;
}

/** A whole number; in thousands and millions also `40k`, `100m`. */
export interface IntParam extends ParamBase<number> {
  readonly kind: 'int';
  /** It may be written with a `%` behind it. */
  readonly isPercent?: true;
  readonly min: number;
  readonly max: number;
}

/** A list such as `1,10,50`. */
export interface IntsParam extends ParamBase<readonly number[]> {
  readonly kind: 'ints';
  readonly min: number;
  readonly max: number;
}

/** A time, kept in milliseconds and given as `600s`, `10m` or `200ms`: a bare number but 0 would leave the unit to guess. */
export interface DurationParam extends ParamBase<number> {
  readonly kind: 'duration';
  readonly min: number;
  readonly max: number;
}

/** One of a few words. */
export interface ChoiceParam extends ParamBase<string> {
  readonly kind: 'choice';
  readonly choices: readonly string[];
}

/** Some of a few words, `pubsub,list`. */
export interface WordsParam extends ParamBase<readonly string[]> {
  readonly kind: 'words';
  readonly choices: readonly string[];
}

/** On when it is given: `--prove`. */
export interface FlagParam extends ParamBase<boolean> {
  readonly kind: 'flag';
}

/** One declaration of a lab's setting: flags, validation, prompts and the README table come from it. */
export type Param = IntParam | IntsParam | DurationParam | ChoiceParam | WordsParam | FlagParam;
export type Params = Readonly<Record<string, Param>>;

type ValueOf<P extends Param> = P extends IntsParam
  ? readonly number[]
  : P extends IntParam | DurationParam
    ? number
    : P extends ChoiceParam
      ? P['choices'][number]
      : P extends WordsParam
        ? readonly P['choices'][number][]
        : P extends FlagParam
          ? boolean
          : never;
export type ParamValues<P extends Params> = { readonly [Name in keyof P]: ValueOf<P[Name]> };

export type Preset = 'quick' | 'default' | 'full';

/** `maxPoolSize` is given as `--max-pool-size`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * The values of a run: what was given on the command line, else what the preset says, else the default.
 * @param given text by parameter name; `true` for a flag
 * @throws LabError (usage) on anything that is not in range
 */
export function resolveParams<P extends Params>(
  params: P,
  preset: Preset,
  given: Readonly<Record<string, string | true | undefined>>,
): ParamValues<P> {
  const values = Object.entries(params).map(([name, param]) => {
    const text = given[name] ?? (param.follows === undefined ? undefined : given[param.follows]);
    if (text === undefined || text === true) return [name, text ?? presetValue(param, preset)];
    return [name, parseParam(name, param, text)];
  });
  return Object.fromEntries(values) as ParamValues<P>;
}

type Value = number | readonly number[] | string | readonly string[] | boolean;

function presetValue(param: Param, preset: Preset): Value {
  return (preset === 'default' ? undefined : param[preset]) ?? param.default;
}

function parseParam(name: string, param: Param, text: string): Value {
  if (param.kind === 'choice') return parseChoice(name, param, text);
  if (param.kind === 'words') return text.split(',').map((word) => parseChoice(name, param, word.trim()));
  if (param.kind === 'int') return parseInteger(name, param, text);
  if (param.kind === 'duration') return parseDuration(name, param, text);
  if (param.kind === 'flag') return text === 'true';
  return text.split(',').map((part) => parseInteger(name, param, part));
}

const suffixes = { k: 1_000, m: 1_000_000 } as const;

function parseInteger(name: string, param: IntParam | IntsParam, text: string): number {
  const [, figure, suffix = ''] = /^([+-]?\d+)(k|m|%)?$/.exec(text.trim()) ?? [];
  const isMisplaced = suffix === '%' && !('isPercent' in param);
  const value = isMisplaced ? Number.NaN : Number(figure) * (suffixes[suffix as keyof typeof suffixes] ?? 1);
  if (value >= param.min && value <= param.max) return value;
  const flag = flagOf(name);
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `${flag} 값이 올바르지 않아요: '${text}'`,
      en: `The value of ${flag} does not fit: '${text}'.`,
    },
    why: {
      ko: `${param.min}에서 ${param.max} 사이의 정수여야 해요(${param.label.ko}).`,
      en: `It takes a whole number from ${param.min} to ${param.max} (${param.label.en}).`,
    },
    next: same(`${flag} ${param.kind === 'ints' ? param.default.join(',') : param.default}`),
  });
}

const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 } as const;

function parseDuration(name: string, param: DurationParam, text: string): number {
  const withUnit = text.trim() === '0' ? '0ms' : text.trim();
  const [, figure, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(withUnit) ?? [];
  const valueMs = Number(figure) * unitsMs[unit as keyof typeof unitsMs];
  if (valueMs >= param.min && valueMs <= param.max) return valueMs;
  const flag = flagOf(name);
  const [min, max] = [showDuration(param.min), showDuration(param.max)];
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `${flag} 값이 올바르지 않아요: '${text}'`,
      en: `The value of ${flag} does not fit: '${text}'.`,
    },
    why: {
      ko: `${min}에서 ${max} 사이의 시간이어야 해요. 단위는 ms, s, m, h예요(${param.label.ko}).`,
      en: `It takes a time from ${min} to ${max}, in ms, s, m or h (${param.label.en}).`,
    },
    next: same(`${flag} ${showDuration(param.default)}`),
  });
}

function parseChoice(name: string, param: ChoiceParam | WordsParam, text: string): string {
  if (param.choices.includes(text)) return text;
  const flag = flagOf(name);
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `${flag} 값이 올바르지 않아요: '${text}'`,
      en: `The value of ${flag} does not fit: '${text}'.`,
    },
    why: {
      ko: `다음 가운데 하나예요(${param.label.ko}): ${param.choices.join(', ')}`,
      en: `It takes one of these (${param.label.en}): ${param.choices.join(', ')}`,
    },
    next: same(`${flag} ${param.default}`),
  });
}

/** Whether a value of a saved run is of the parameter's kind. Its range may have been another one. */
export function fitsParam({ kind }: Param, value: unknown): boolean {
  if (kind === 'choice') return typeof value === 'string';
  if (kind === 'words') return Array.isArray(value) && value.every((word) => typeof word === 'string');
  if (kind === 'flag') return typeof value === 'boolean';
  if (kind === 'ints') return Array.isArray(value) && value.length > 0 && value.every(Number.isSafeInteger);
  return Number.isFinite(value);
}

/** The text that `parseDuration` reads back: `600s`, `1.5s`, `200ms`, `24h`. */
export function showDuration(ms: number): string {
  const isWholeHours = ms > 0 && ms % unitsMs.h === 0;
  if (isWholeHours) return `${ms / unitsMs.h}h`;
  return ms < unitsMs.s ? `${ms}ms` : `${ms / unitsMs.s}s`;
}
