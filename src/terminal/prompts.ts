import type { Question } from '../core/act.ts';
import type { Text } from '../core/text.ts';
import { renderPrompt } from '../render/terminal/prompt.ts';
import type { TerminalPage } from '../report/report.ts';
import type { Io } from './io.ts';
import { askKey, enter } from './keys.ts';

// Prompts go to stderr, so that a result that is redirected stays clean.

/** One y/n prompt for the whole program; Enter is yes. */
export async function confirm(io: Io, message: Text): Promise<boolean> {
  const key = await askKey(io, () => io.err(`${message[io.lang]} (Y/n) `), ['y', 'n', enter]);
  io.err('\n');
  return key !== 'n';
}

/**
 * A digit answers at once, Enter skips. Returns the choice's id, or null.
 * @param signal takes the question back: one that nobody needs any more would keep the process alive
 */
export async function askPrediction(
  io: Io,
  question: Question,
  page: TerminalPage,
  signal: AbortSignal,
): Promise<string | null> {
  const digits = question.choices.map((_, index) => String(index + 1));
  const range = `1-${digits.length}`;
  const hint = io.lang === 'ko' ? `${range} (Enter는 건너뛰기) ` : `${range} (Enter to skip) `;
  const key = await askKey(io, () => io.err(renderPrompt(question, page) + hint), [...digits, enter], signal);
  io.err(key === enter ? '\n' : `${key}\n`);
  return question.choices[Number(key) - 1]?.id ?? null;
}

/** The menu of `redis-lab` alone: returns an id. */
export async function choose(
  io: Io,
  message: Text,
  options: readonly { id: string; label: Text }[],
): Promise<string> {
  const { createPromptModule } = await import('inquirer');
  const ask = createPromptModule({ output: process.stderr, signal: io.signal });
  const choices = options.map((option) => ({
    value: option.id,
    name: `${option.id}  ${option.label[io.lang]}`,
  }));
  const tip =
    io.lang === 'ko' ? '화살표나 숫자로 고르고 Enter' : 'choose with the arrows or a digit, then Enter';
  const theme = { style: { keysHelpTip: () => tip } };
  const question = { type: 'select', name: 'answer', message: message[io.lang], choices, theme };
  // inquirer reads the keyboard raw: Ctrl-C reaches it as a key, and it answers with an ExitPromptError.
  return (ask(question as never) as unknown as Promise<{ answer: string }>).then(
    ({ answer }) => answer,
    (error) => {
      if (error instanceof Error && error.name === 'ExitPromptError') io.interrupt();
      io.signal.throwIfAborted();
      throw error;
    },
  );
}
