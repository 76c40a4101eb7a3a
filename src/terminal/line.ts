import { createInterface } from 'node:readline/promises';
import type { Io } from './io.ts';
import { nameOf } from './keys.ts';

/** Asks for a line of words: Korean is composed by the terminal's own line editor. Returns it without blanks at its ends. */
export async function askLine(io: Io, prompt: string): Promise<string> {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  lines.on('SIGINT', () => {
    lines.close();
    io.interrupt();
  });
  try {
    return (await lines.question(prompt, { signal: io.signal })).trim();
  } finally {
    lines.close();
  }
}

/** Whether somebody only wants to leave: the key, and nothing else. */
export function isQuit(line: string): boolean {
  return line.length === 1 && nameOf(line) === 'q';
}
