import type { Question, Sureness } from '../core/act.ts';
import type { Text } from '../core/text.ts';
import { renderPrompt } from '../render/terminal/prompt.ts';
import { cut, hang } from '../render/terminal/text.ts';
import { sureness } from '../render/words.ts';
import type { TerminalPage } from '../report/report.ts';
import type { Io } from './io.ts';
import { askKey, enter, nameOf } from './keys.ts';

// Prompts go to stderr, so that a result that is redirected stays clean.

/**
 * One y/n prompt for the whole program.
 * @param usual what Enter says: not `y` for what cannot be taken back
 */
export async function confirm(io: Io, message: Text, usual: 'y' | 'n'): Promise<boolean> {
  const keys = usual === 'y' ? 'Y/n' : 'y/N';
  const key = await askKey(io, () => io.err(`${message[io.lang]} (${keys}) `), ['y', 'n', enter]);
  io.err('\n');
  return (key === enter ? usual : key) === 'y';
}

/** Answered by `q` in place of an answer. */
export const quit = Symbol('quit');

/**
 * A digit answers at once, Enter skips. Returns the choice's id, or null.
 * @param signal takes the question back: one that nobody needs any more would keep the process alive
 * @param heading where it is no prediction that is asked for
 */
export async function askPrediction(
  io: Io,
  question: Question,
  page: TerminalPage,
  signal: AbortSignal,
  heading?: Text,
): Promise<string | null | typeof quit> {
  const digits = question.choices.map((_, index) => String(index + 1));
  const range = `1-${digits.length}`;
  const hint = { ko: `${range} (Enter 건너뛰기, q 나가기) `, en: `${range} (Enter to skip, q to quit) ` };
  const ask = () => io.err(renderPrompt(question, page, heading) + hint[io.lang]);
  const key = await askAndEcho(io, ask, digits, signal);
  if (key === 'q') return quit;
  return question.choices[Number(key) - 1]?.id ?? null;
}

/** How sure the learner is of what they just chose: 1 to 3, or null. It stays on the line of the choice. */
export async function askSureness(io: Io, signal: AbortSignal): Promise<Sureness | null | typeof quit> {
  const list = sureness.map((text, index) => `${index + 1} ${text[io.lang]}`).join(', ');
  const question = {
    ko: `얼마나 확신해요? ${list} (Enter 건너뛰기, q 나가기)`,
    en: `How sure? ${list} (Enter to skip, q to quit)`,
  };
  const ask = () => io.err(`${hang('  ', question[io.lang], process.stderr.columns ?? 80)} `);
  const digits = sureness.map((_, index) => `${index + 1}`);
  const key = await askAndEcho(io, ask, digits, signal);
  if (key === 'q') return quit;
  return key === enter ? null : (Number(key) as Sureness);
}

/** The key stands after the question, as if it had been typed there. */
async function askAndEcho(
  io: Io,
  ask: () => void,
  digits: readonly string[],
  signal: AbortSignal,
): Promise<string> {
  const key = await askKey(io, ask, [...digits, enter, 'q'], signal);
  io.err(key === enter ? '\n' : `${key}\n`);
  return key;
}

export interface MenuOption {
  readonly id: string;
  readonly label: Text;
  /** Stands before the id: whether it has been done. */
  readonly mark?: string;
  /** Shown below the menu while it is on this option. */
  readonly about?: Text;
}

/** Elsewhere to go than to an option, a key each. */
export interface OtherWay {
  readonly key: string;
  readonly id: string;
}

/** The menu of `redis-lab` alone: returns an id; null when the learner leaves it. */
export async function choose(
  io: Io,
  message: Text,
  options: readonly MenuOption[],
  { preselected, others = [] }: { readonly preselected?: string; readonly others?: readonly OtherWay[] } = {},
): Promise<string | null> {
  const { createPromptModule } = await import('inquirer');
  const leave = new AbortController();
  let elsewhere: string | null = null;
  const ask = createPromptModule({
    output: process.stderr,
    signal: AbortSignal.any([io.signal, leave.signal]),
  });
  const columns = process.stderr.columns ?? 80;
  const idCells = Math.max(...options.map(({ id }) => id.length));
  const numberCells = `${options.length}`.length;
  const tip = {
    ko: '화살표나 숫자로 고르고 Enter · 나가려면 q나 Esc',
    en: 'arrows or a digit, then Enter · q or Esc to leave',
  }[io.lang];
  const ways = others.map(({ key, id }) => `${key} ${id}`).join(' · ');
  const said = [tip, ...(ways === '' ? [] : [ways])];
  const abouts = options.map(({ about }) => (about ? wrapped(about[io.lang], columns) : ''));
  const share = (lines: readonly string[]) =>
    shareOf(options.length, wrapped([`? ${message[io.lang]}`, ...lines].join('\n'), columns), abouts);
  const hidden = {
    ko: `모두 ${options.length}개, 위아래로 더 있어요`,
    en: `${options.length} in all, more above and below`,
  }[io.lang];
  const allShown = share(said).options === options.length;
  const lines = allShown ? said : [hidden, ...said];
  const rows = share(lines);
  const choices = options.map(({ id, mark, label }, index) => ({
    value: id,
    // inquirer breaks a line that is too long in the middle of a word.
    name: cut(
      `${`${index + 1}`.padStart(numberCells)} ${mark === undefined ? '' : `${mark} `}${id.padEnd(idCells)}  ${label[io.lang]}`,
      columns - pointerCells,
    ),
    short: id,
    description: firstLines(abouts[index] ?? '', rows.about),
  }));
  const theme = { style: { keysHelpTip: () => wrapped(lines.join('\n'), columns) } };
  const question = {
    type: 'select',
    name: 'answer',
    message: message[io.lang],
    choices,
    theme,
    pageSize: rows.options,
    ...(preselected !== undefined && { default: preselected }),
  };
  const onKey = (typed: string | undefined, { name }: { readonly name?: string }) => {
    const key = nameOf(typed ?? '');
    elsewhere = others.find((other) => other.key === key)?.id ?? null;
    if (name === 'escape' || key === 'q' || elsewhere !== null) leave.abort();
  };
  process.stdin.on('keypress', onKey);
  try {
    return (await (ask(question as never) as unknown as Promise<{ answer: string }>)).answer;
  } catch (error) {
    if (leave.signal.aborted) return elsewhere;
    // inquirer reads the keyboard raw: Ctrl-C reaches it as a key, and it answers with an ExitPromptError.
    if (error instanceof Error && error.name === 'ExitPromptError') io.interrupt();
    io.signal.throwIfAborted();
    throw error;
  } finally {
    process.stdin.off('keypress', onKey);
  }
}

/** What inquirer puts before an option. */
const pointerCells = 3;
const fewestShown = 4;
/** Where a terminal does not know its size it says 0. */
const usualRows = 24;

/**
 * Rows for the options and for what is said of the one that is chosen. Where there is not room for both, half is the
 * options': on a narrow terminal a sentence may be longer than the screen.
 * @param around the question and the keys, as they are broken into lines
 */
function shareOf(
  options: number,
  around: string,
  abouts: readonly string[],
): { readonly options: number; readonly about: number } {
  const rowsOf = (text: string) => (text === '' ? 0 : text.split('\n').length);
  const free = (process.stderr.rows || usualRows) - rowsOf(around) - 1; // An empty line below the options.
  const wanted = Math.max(...abouts.map(rowsOf));
  const shown = Math.min(options, Math.max(fewestShown, free - wanted, Math.floor(free / 2)));
  return { options: shown, about: Math.max(0, free - shown) };
}

function firstLines(text: string, count: number): string {
  const lines = text.split('\n');
  if (lines.length <= count) return text;
  return count === 0 ? '' : [...lines.slice(0, count - 1), '…'].join('\n');
}

function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => hang('', line, columns - 1))
    .join('\n');
}
