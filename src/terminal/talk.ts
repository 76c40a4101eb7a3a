import { clearScreenDown, createInterface, type Interface, moveCursor } from 'node:readline';
import { visible } from '../render/printable.ts';
import { widthOf } from '../render/terminal/text.ts';
import type { Io } from './io.ts';

/** A line that is being typed, and above it what others say meanwhile. */
export interface Talk {
  readonly lines: AsyncIterable<string>;
  /** What others say is text: nothing in it steers the terminal. */
  show(text: string): void;
  /** No more lines are wanted. */
  end(): void;
  close(): void;
}

/** Korean is composed by the terminal's own line editor, so the unfinished syllable stays where it is typed. */
export function openTalk(io: Io, prompt: string): Talk {
  const onTerminal = process.stdin.isTTY === true && process.stdout.isTTY === true;
  const lines = createInterface({
    input: process.stdin,
    terminal: onTerminal,
    prompt,
    ...(onTerminal ? { output: process.stdout } : {}),
  });
  const end = () => lines.close();
  lines.on('SIGINT', () => {
    end();
    io.interrupt();
  });
  io.signal.addEventListener('abort', end, { once: true });
  if (onTerminal) lines.prompt();
  return {
    lines: asked(lines, prompt, onTerminal),
    show(text) {
      if (onTerminal) eraseFrom(lines.getCursorPos().rows);
      void io.out(`${visible(text)}\n`);
      if (onTerminal) lines.prompt(true);
    },
    end,
    close: end,
  };
}

async function* asked(lines: Interface, prompt: string, onTerminal: boolean): AsyncGenerator<string> {
  for await (const line of lines) {
    // What was typed comes back from the server with everybody else's words; it stands there once.
    if (onTerminal) eraseFrom(Math.ceil(widthOf(prompt + line) / process.stdout.columns) || 1);
    yield line;
    if (onTerminal) lines.prompt();
  }
}

/** Clears the rows from so many above the cursor's on. */
function eraseFrom(rowsAbove: number): void {
  process.stdout.write('\r');
  moveCursor(process.stdout, 0, -rowsAbove);
  clearScreenDown(process.stdout);
}
