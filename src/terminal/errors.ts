import { type Explanation, exitCodes, LabError, messageOf } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { calledAs, typed } from '../render/commands.ts';
import { cut, visible } from '../render/printable.ts';
import { hang } from '../render/terminal/text.ts';
import { mapStrings } from '../report/map-strings.ts';
import type { Io } from './io.ts';

/**
 * Prints what, why and what next; answers the exit code. A stack trace only with `--debug`.
 * @param argv what was typed, to name the help that belongs to it
 */
export function reportError(io: Io, error: unknown, argv: readonly string[]): number {
  if (io.signal.aborted && !(error instanceof LabError)) return exitCodes.interrupted;
  const foreseen = error instanceof LabError ? error : usageError(error, argv);
  const { what, why, next } = mapStrings(foreseen?.explanation ?? ourBug(error), fitting);
  const [reason, advice] = io.lang === 'ko' ? ['왜', '다음에는'] : ['why', 'next'];
  const lines = [
    fitted(io.lang === 'ko' ? '오류: ' : 'error: ', onOneLine(what[io.lang])),
    ...labelled(reason as string, why[io.lang]),
    ...labelled(
      advice as string,
      typed(next[io.lang], { program: onOneLine(fitting(calledAs(process.env))) }),
    ),
  ];
  io.err(`${lines.join('\n')}\n`);
  if (io.debug && error instanceof Error)
    io.err(`\n${visible(`${error.stack}\n${error.cause ? String(error.cause) : ''}`)}\n`);
  return foreseen?.exitCode ?? exitCodes.ourBug;
}

const longestWord = 500;
const longestText = 2_000;

/** What came from outside moves no cursor, and is not repeated at any length. */
function fitting(text: string): string {
  const words = visible(text).replace(/\S+/g, (word) => cut(word, longestWord));
  return cut(words, longestText);
}

const onOneLine = (text: string): string => text.replaceAll('\n', '\\n');

function labelled(label: string, text: string): string[] {
  if (text === '') return [];
  const [first = '', ...others] = text.split('\n');
  return [fitted(`  ${label}: `, first), ...others.map((line) => fitted('    ', line))];
}

/** The edge of a window parts no word. What is no window gets each line whole. */
function fitted(prefix: string, text: string): string {
  const { columns } = process.stderr;
  return columns ? hang(prefix, text, columns) : prefix + text;
}

/** What commander finds wrong with the command line, with its suggestion of the nearest name. */
function usageError(error: unknown, argv: readonly string[]): LabError | null {
  const code = (error as { code?: unknown }).code;
  if (typeof code !== 'string' || !code.startsWith('commander.')) return null;
  const said = messageOf(error).replace(/^error: /, '');
  const [suggestion = '', nearest] = /\n\(Did you mean (?:one of )?([^?)]+)\?\)$/.exec(said) ?? [];
  const message = said.slice(0, said.length - suggestion.length).replace(/^command-argument /, '');
  const [what = '', ...rest] = message.split(/(?<=\.) /);
  const korean = koreanFor[code]?.(message.match(/'[^']*'/g) ?? []) ?? message;
  return new LabError(exitCodes.usage, {
    what: { ko: korean, en: `${what}.`.replace(/\.\.$/, '.') },
    why: nearest
      ? { ko: `혹시 이것인가요? ${nearest}`, en: `Did you mean ${nearest}?` }
      : (reasonFor(rest.join(' ')) ?? reasons[code] ?? same('')),
    next: same(helpFor(code, argv)),
  });
}

/** What commander itself says after the first sentence. */
function reasonFor(said: string): Text | null {
  const choices = /Allowed choices are (.+)\.$/.exec(said)?.[1];
  if (choices) return { ko: `쓸 수 있는 값: ${choices}`, en: said };
  const [expected, got] = said.match(/\d+/g) ?? [];
  if (got) return { ko: `${takes(expected)} ${got}개가 왔어요.`, en: said };
  return null;
}

function takes(expected: string | undefined): string {
  return expected === '0' ? '인자를 받지 않는데' : `인자를 ${expected}개까지 받는데`;
}

const reasons: Record<string, Text> = {
  'commander.unknownCommand': {
    ko: '비슷한 이름도 찾지 못했어요. 밖에 있는 실험은 --labs로 폴더를 알려 줘야 해요.',
    en: 'No lab or command has a name that comes close. A lab from outside needs --labs and its folder.',
  },
  'commander.unknownOption': {
    ko: '비슷한 옵션도 찾지 못했어요.',
    en: 'No option has a name that comes close.',
  },
  'commander.optionMissingArgument': { ko: '뒤에 값이 와야 해요.', en: 'A value has to follow it.' },
  'commander.missingArgument': { ko: '빠뜨리면 안 되는 인자예요.', en: 'The command cannot do without it.' },
  'commander.conflictingOption': {
    ko: '둘 가운데 하나만 쓸 수 있어요.',
    en: 'Only one of the two can count.',
  },
};

/** What a lab leaves running has options of its own: `chat serve`, `chat join`. */
const ofALab: readonly (string | undefined)[] = ['serve', 'join'];

function helpFor(code: string, [first, second]: readonly string[]): string {
  if (code === 'commander.unknownCommand') return 'redis-lab list';
  if (!first || first.startsWith('-')) return 'redis-lab --help';
  return `redis-lab ${ofALab.includes(second) ? `${first} ${second}` : first} --help`;
}

const koreanFor: Record<string, (quoted: readonly string[]) => string> = {
  'commander.unknownCommand': ([name]) => `그런 실험이나 명령은 없어요: ${name}`,
  'commander.unknownOption': ([name]) => `그런 옵션은 없어요: ${name}`,
  'commander.optionMissingArgument': ([option]) => `옵션에 값이 필요해요: ${option}`,
  'commander.missingArgument': ([name]) => `인자가 필요해요: ${name}`,
  'commander.invalidArgument': ([first, value]) =>
    first?.startsWith("'-")
      ? `옵션에 쓸 수 없는 값이에요: ${first} ${value ?? ''}`.trimEnd()
      : `쓸 수 없는 값이에요: ${first}`,
  'commander.conflictingOption': ([one, other]) => `함께 쓸 수 없는 옵션이에요: ${one}, ${other}`,
  'commander.excessArguments': () => '인자가 너무 많아요.',
};

function ourBug(error: unknown): Explanation {
  return {
    what: { ko: 'redis-lab의 버그예요.', en: 'This is a bug in redis-lab.' },
    why: same(messageOf(error)),
    next: {
      ko: '--debug를 붙여 다시 실행하고, 나온 내용을 알려 주세요.',
      en: 'Run it again with --debug and send us what it prints.',
    },
  };
}
