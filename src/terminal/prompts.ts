import type { Question, Sureness } from '../core/act.ts';
import type { Text } from '../core/text.ts';
import { renderPrompt } from '../render/terminal/prompt.ts';
import { hang } from '../render/terminal/text.ts';
import { sureness } from '../render/words.ts';
import type { TerminalPage } from '../report/report.ts';
import type { Io } from './io.ts';
import { askKey, enter } from './keys.ts';

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
