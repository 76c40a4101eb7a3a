import { Command } from 'commander';
import { createJiti } from 'jiti';
import { messageOf } from '../core/errors.ts';
import { same } from '../core/text.ts';
import { addClaims } from '../course/claims.ts';
import { addLab, catalogue } from '../course/labs.ts';
import {
  type LoadModule,
  type OutsideLab,
  type RefusedLab,
  readOutsideLabs,
  unusable,
} from '../course/outside-labs.ts';
import * as judgeKit from '../kit/judge.ts';
import * as runKit from '../kit/run.ts';
import { reportError } from '../terminal/errors.ts';
import type { Io } from '../terminal/io.ts';
import { addLabOptions } from './lab-options.ts';

/**
 * A module of TypeScript from outside the package. Its `redis-lab/kit/…` is the kit of the program that runs it: there is
 * one of each class, and nothing has to be installed beside it.
 */
export const loadOutside: LoadModule = async (file) => {
  const jiti = createJiti(file, {
    fsCache: false, // Nothing of it is left on the disk.
    interopDefault: false,
    virtualModules: { 'redis-lab/kit/run': runKit, 'redis-lab/kit/judge': judgeKit },
  });
  return await jiti.import(file);
};

/**
 * Adds the labs of a folder to the catalogue, for all commands. What cannot be used is told, and hides nobody.
 * @param words the command and what belongs to it
 * @param commands what cannot be the name of a lab
 * @param named whether the folder was named on the command line, not in a file
 * @throws LabError where a lab that cannot be used is what was asked for, or a folder that was named has none
 */
export async function addOutsideLabs(
  io: Io,
  folder: string,
  commands: readonly string[],
  named: boolean,
  words: readonly string[],
): Promise<void> {
  const { refused } = await addLabsOf(folder, commands).catch((error: unknown) => {
    if (named) throw error;
    reportError(io, error, []);
    return { refused: [] };
  });
  const known = namesWith(commands);
  const asked = refused.find(({ id }) => words.includes(id) && !known.has(id));
  if (asked) throw asked.error;
  if (words[0] !== 'complete') for (const { error } of refused) reportError(io, error, []);
}

/** The labs that were added, and those that could not be. */
export async function addLabsOf(
  folder: string,
  commands: readonly string[],
): Promise<{ readonly labs: readonly OutsideLab[]; readonly refused: readonly RefusedLab[] }> {
  const read = await readOutsideLabs(folder, namesWith(commands), loadOutside);
  const clashing = read.labs.flatMap((one) => clash(one) ?? []);
  const labs = read.labs.filter(({ entry }) => !clashing.some(({ id }) => id === entry.id));
  for (const { entry, claims } of labs) {
    addLab(entry);
    addClaims(claims);
  }
  return { labs, refused: [...read.refused, ...clashing] };
}

/** A setting that is called as an option of every lab. */
function clash({ entry: { id, folder }, lab }: OutsideLab): RefusedLab | null {
  try {
    addLabOptions(new Command(), lab, 'en');
    return null;
  } catch (error) {
    return {
      id,
      error: unusable(folder, same(`settings.ts: ${messageOf(error).replace(/\s+/g, ' ')}`), error),
    };
  }
}

function namesWith(commands: readonly string[]): ReadonlySet<string> {
  return new Set([...commands, ...catalogue.map(({ id }) => id)]);
}
