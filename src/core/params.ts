import { exitCodes, LabError } from './errors.ts';
import { same, type Text } from './text.ts';

interface ParamBase<Value> {
  readonly label: Text;
  readonly default: Value;
  /** What `--quick` and `--full` use instead of the default. */
  readonly quick?: Value;
  readonly full?: Value;
}

export interface IntParam extends ParamBase<number> {
  readonly kind: 'int';
  readonly min: number;
  readonly max: number;
}

/** A list such as `1,10,50`. */
export interface IntsParam extends ParamBase<readonly number[]> {
  readonly kind: 'ints';
  readonly min: number;
  readonly max: number;
}

/** A time, kept in milliseconds and given as `600s`, `10m` or `200ms`: a bare number would leave the unit to guess. */
export interface DurationParam extends ParamBase<number> {
  readonly kind: 'duration';
  readonly min: number;
  readonly max: number;
}

/** One declaration of a lab's setting: flags, validation, prompts and the README table come from it. */
export type Param = IntParam | IntsParam | DurationParam;
export type Params = Readonly<Record<string, Param>>;

type ValueOf<P extends Param> = P extends IntsParam
  ? readonly number[]
  : P extends IntParam | DurationParam
    ? number
    : never;
export type ParamValues<P extends Params> = { readonly [Name in keyof P]: ValueOf<P[Name]> };

export type Preset = 'quick' | 'default' | 'full';

/** `maxPoolSize` is given as `--max-pool-size`. */
export function flagOf(name: string): string {
  return `--${name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/**
 * The values of a run: what was given on the command line, else what the preset says, else the default.
 * @param given text by parameter name
 * @throws LabError (usage) on anything that is not in range
 */
export function resolveParams<P extends Params>(
  params: P,
  preset: Preset,
  given: Readonly<Record<string, string | undefined>>,
): ParamValues<P> {
  const values = Object.entries(params).map(([name, param]) => {
    const text = given[name];
    return [name, text === undefined ? presetValue(param, preset) : parseParam(name, param, text)];
  });
  return Object.fromEntries(values) as ParamValues<P>;
}

function presetValue(param: Param, preset: Preset): number | readonly number[] {
  return (preset === 'default' ? undefined : param[preset]) ?? param.default;
}

function parseParam(name: string, param: Param, text: string): number | readonly number[] {
  if (param.kind === 'int') return parseInteger(name, param, text);
  if (param.kind === 'duration') return parseDuration(name, param, text);
  return text.split(',').map((part) => parseInteger(name, param, part));
}

function parseInteger(name: string, param: IntParam | IntsParam, text: string): number {
  const trimmed = text.trim();
  const value = /^[+-]?\d+$/.test(trimmed) ? Number(trimmed) : Number.NaN;
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
  const [, figure, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text.trim()) ?? [];
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

/** The text that `parseDuration` reads back: `600s`, `1.5s`, `200ms`, `24h`. */
export function showDuration(ms: number): string {
  const isWholeHours = ms > 0 && ms % unitsMs.h === 0;
  if (isWholeHours) return `${ms / unitsMs.h}h`;
  return ms < unitsMs.s ? `${ms}ms` : `${ms / unitsMs.s}s`;
}
