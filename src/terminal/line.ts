import { createInterface } from 'node:readline/promises';
import type { Io } from './io.ts';

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
