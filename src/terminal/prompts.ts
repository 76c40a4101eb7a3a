import type { Question, Sureness } from '../core/act.ts';
import type { Text } from '../core/text.ts';
import { renderPrompt } from '../render/terminal/prompt.ts';
import { cut, hang } from '../render/terminal/text.ts';
import { sureness } from '../render/words.ts';
import type { TerminalPage } from '../report/report.ts';
import type { Io } from './io.ts';
import { askKey, enter, nameOf } from './keys.ts';

// Prompts go to stderr, so that a result that is redirected stays clean.

/** One y/n prompt for the whole program; Enter is yes. */
export async function confirm(io: Io, message: Text): Promise<boolean> {
  const key = await askKey(io, () => io.err(`${message[io.lang]} (Y/n) `), ['y', 'n', enter]);
  io.err('\n');
  return key !== 'n';
}

/** Answered by `q` in place of an answer. */
export const quit = Symbol('quit');

/**
 * A digit answers at once, Enter skips. Returns the choice's id, or null.
 * @param signal takes the question back: one that nobody needs any more would keep the process alive
 */
export async function askPrediction(
  io: Io,
  question: Question,
  page: TerminalPage,
  signal: AbortSignal,
): Promise<string | null | typeof quit> {
  const digits = question.choices.map((_, index) => String(index + 1));
  const range = `1-${digits.length}`;
  const hint = { ko: `${range} (Enter는 건너뛰기, q는 나가기) `, en: `${range} (Enter to skip, q to quit) ` };
  const ask = () => io.err(renderPrompt(question, page) + hint[io.lang]);
  const key = await askAndEcho(io, ask, digits, signal);
  if (key === 'q') return quit;
  return question.choices[Number(key) - 1]?.id ?? null;
}

/** How sure the learner is of what they just chose: 1 to 3, or null. It stays on the line of the choice. */
export async function askSureness(io: Io, signal: AbortSignal): Promise<Sureness | null | typeof quit> {
  const list = sureness.map((text, index) => `${index + 1} ${text[io.lang]}`).join(', ');
  const question = {
    ko: `얼마나 확신하나요? ${list} (Enter는 건너뛰기, q는 나가기)`,
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
  const choices = options.map(({ id, mark, label, about }) => ({
    value: id,
    // inquirer breaks a line that is too long in the middle of a word.
    name: cut(
      `${mark === undefined ? '' : `${mark} `}${id.padEnd(idCells)}  ${label[io.lang]}`,
      columns - pointerCells,
    ),
    short: id,
    ...(about && { description: wrapped(about[io.lang], columns) }),
  }));
  const tip = {
    ko: '화살표나 숫자로 고르고 Enter · 나가려면 q나 Esc',
    en: 'arrows or a digit, then Enter · q or Esc to leave',
  }[io.lang];
  const ways = others.map(({ key, id }) => `${key} ${id}`).join(' · ');
  const keys = wrapped(ways === '' ? tip : `${tip}\n${ways}`, columns);
  const theme = { style: { keysHelpTip: () => keys } };
  const question = {
    type: 'select',
    name: 'answer',
    message: message[io.lang],
    choices,
    theme,
    pageSize: Math.max(fewestShown, rowsFor(choices, keys)),
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
/** The question, and an empty line above what is said of an option. */
const otherRows = 2;
const fewestShown = 4;
/** Where a terminal does not know its size it says 0. */
const usualRows = 24;

/** As many options as the terminal has room for beside the keys and the longest that is said of one of them. */
function rowsFor(choices: readonly { readonly description?: string }[], keys: string): number {
  const rowsOf = (text: string) => text.split('\n').length;
  const aboutRows = Math.max(...choices.map(({ description = '' }) => rowsOf(description)));
  const free = (process.stderr.rows || usualRows) - aboutRows - rowsOf(keys) - otherRows;
  return Math.min(choices.length, free);
}

function wrapped(text: string, columns: number): string {
  return text
    .split('\n')
    .map((line) => hang('', line, columns - 1))
    .join('\n');
}
