import type { Prediction } from '../core/lab.ts';
import type { Text } from '../core/text.ts';
import { renderPrompt } from '../render/terminal-prompt.ts';
import type { TerminalPage } from '../report/report.ts';
import type { Io } from './io.ts';

/**
 * Prompts go to stderr, so that a result that is redirected stays clean.
 * @param signal takes the question back: one that nobody needs any more would keep the process alive
 */
async function prompter(io: Io, signal: AbortSignal = io.signal) {
  const { createPromptModule } = await import('inquirer');
  const ask = createPromptModule({ output: process.stderr, signal });
  // inquirer reads the keyboard raw: Ctrl-C reaches it as a key, and it answers with an ExitPromptError.
  return <Answer>(question: Parameters<typeof ask>[0]): Promise<Answer> =>
    (ask(question) as unknown as Promise<{ answer: Answer }>).then(
      ({ answer }) => answer,
      (error) => {
        if (error instanceof Error && error.name === 'ExitPromptError') io.interrupt();
        io.signal.throwIfAborted();
        throw error;
      },
    );
}

export async function confirm(io: Io, message: Text): Promise<boolean> {
  const ask = await prompter(io);
  return await ask<boolean>({
    type: 'confirm',
    name: 'answer',
    message: message[io.lang],
    default: true,
  } as never);
}

/** A digit chooses, Enter skips. Answers the choice's id, or null. */
export async function askPrediction(
  io: Io,
  prediction: Prediction,
  page: TerminalPage,
  signal: AbortSignal,
): Promise<string | null> {
  const { choices } = prediction;
  io.err(renderPrompt(prediction, page));
  const range = `1-${choices.length}`;
  const ask = await prompter(io, signal);
  const digit = await ask<string>({
    type: 'input',
    name: 'answer',
    message: io.lang === 'ko' ? `${range} (Enter는 건너뛰기)` : `${range} (Enter to skip)`,
    validate: (text: string) =>
      text.trim() === '' ||
      choices[Number(text) - 1] !== undefined ||
      (io.lang === 'ko' ? `${range} 가운데 하나를 눌러 주세요` : `Press one of ${range}`),
  } as never);
  return choices[Number(digit) - 1]?.id ?? null;
}

/** The menu of `redis-lab` alone: answers an id. */
export async function choose(
  io: Io,
  message: Text,
  options: readonly { id: string; label: Text }[],
): Promise<string> {
  const ask = await prompter(io);
  const choices = options.map((option) => ({
    value: option.id,
    name: `${option.id}  ${option.label[io.lang]}`,
  }));
  const tip =
    io.lang === 'ko' ? '화살표나 숫자로 고르고 Enter' : 'choose with the arrows or a digit, then Enter';
  const theme = { style: { keysHelpTip: () => tip } };
  return await ask<string>({
    type: 'select',
    name: 'answer',
    message: message[io.lang],
    choices,
    theme,
  } as never);
}
