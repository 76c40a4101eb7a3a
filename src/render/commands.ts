import type { Report } from '../report/report.ts';

let flags = '';

/** From here on every command that is said has these flags, too, as the shell takes them. */
export function sayAlso(words: string): void {
  flags = ` ${words}`;
}

/** How the program was called: npm says so to what `npx` starts. */
export function calledAs(env: Readonly<Record<string, string | undefined>>): string {
  return `${env.npm_command === 'exec' ? 'npx redis-lab' : 'redis-lab'}${flags}`;
}

/** Commands, also within a sentence, as they work on this machine: `npx redis-lab …` for who came by npx. */
export function typed(text: string, { program }: Pick<Report, 'program'>): string {
  return text.replace(/(?<!npx |[\w/.-])redis-lab(?= [-a-z…])/g, program);
}
