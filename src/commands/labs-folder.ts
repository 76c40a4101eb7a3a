import { readFileSync } from 'node:fs';
import { shellWord } from '../core/shell-word.ts';
import { sayAlso } from '../render/commands.ts';

/** The folder that the package.json here names under `redis-lab.labs`; null where it names none. */
export function configuredLabs(): string | null {
  try {
    const labs: unknown = JSON.parse(readFileSync('package.json', 'utf8'))?.['redis-lab']?.labs;
    return labs === undefined ? null : String(labs);
  } catch {
    return null; // There is none, or npm is the one to complain.
  }
}

/** Who named the folder has to name it again: without it the labs in it are not found. */
export const sayLabs = (folder: string): void => sayAlso(`--labs ${shellWord(folder)}`);
