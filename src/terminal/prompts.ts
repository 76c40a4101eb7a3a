import type { Question, Sureness } from '../core/act.ts';
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

/** How sure the learner is of what they just chose: 1 to 3, or null. It stays on the line of the choice. */
export async function askSureness(io: Io, signal: AbortSignal): Promise<Sureness | null> {
  const question = {
    ko: '  얼마나 확신하나요? 1 찍었어요 · 2 조금 · 3 확실해요 (Enter는 건너뛰기) ',
    en: '  How sure? 1 a guess · 2 fairly · 3 sure (Enter to skip) ',
  };
  const key = await askKey(io, () => io.err(question[io.lang]), ['1', '2', '3', enter], signal);
  io.err(key === enter ? '\n' : `${key}\n`);
  return key === enter ? null : (Number(key) as Sureness);
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
