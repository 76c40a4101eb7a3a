import { randomBytes } from 'node:crypto';
import { chmod, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { systemWords } from '../core/system-words.ts';
import type { Text } from '../core/text.ts';

/** What `writeWhole` names a file until it is whole. */
const draftName = /\.[0-9a-f]{8}\.tmp$/;

/**
 * All or nothing: a reader never sees half a file, and a full disk leaves no torn one behind.
 * @param advice what to do when it cannot be written
 * @throws LabError (run failed)
 */
export async function writeWhole(file: string, text: string, mode: number, advice: Text): Promise<void> {
  const draft = `${file}.${randomBytes(4).toString('hex')}.tmp`;
  try {
    await writeFile(draft, text, { flag: 'wx', flush: true, mode });
    await chmod(draft, mode); // The umask took its part.
    await rename(draft, file);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => {});
    throw cannotWrite(dirname(file), error, advice);
  }
}

/** Removes what a run that was killed left half written; a draft from `beforeMs` on may be somebody's who writes now. */
export async function sweepDrafts(folder: string, beforeMs: number): Promise<void> {
  for (const name of (await readdir(folder)).filter((file) => draftName.test(file))) {
    const draft = join(folder, name);
    if ((await stat(draft)).mtimeMs < beforeMs) await rm(draft, { force: true });
  }
}

export function cannotWrite(folder: string, cause: unknown, next: Text): LabError {
  return new LabError(
    exitCodes.runFailed,
    {
      what: { ko: `여기에 쓰지 못했어요: ${folder}`, en: `This cannot be written to: ${folder}` },
      why: systemWords(cause),
      next,
    },
    { cause },
  );
}
