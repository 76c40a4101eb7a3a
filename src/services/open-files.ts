import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { exitCodes, LabError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';

/**
 * Every connection is an open file. A shell gives its programs a limit, and a load that needs more would break off in
 * the middle with EMFILE: better to say so before.
 * @param what cannot be done with too few
 * @param advice commands that need no more than the limit
 * @throws LabError (usage) when this process may not have so many open files
 */
export async function requireOpenFiles(
  needed: number,
  what: Text,
  advice: (limit: number) => readonly string[] = () => [],
): Promise<void> {
  const limit = await openFileLimit();
  if (needed <= limit) return;
  const raise = `ulimit -n ${2 ** Math.ceil(Math.log2(needed))}`;
  throw new LabError(exitCodes.usage, {
    what,
    why: {
      ko: `이 프로세스가 열 수 있는 파일은 ${limit}개이고(ulimit -n), 이 실험에는 ${needed}개쯤 필요해요.`,
      en: `This process may have ${limit} open files (ulimit -n), and the run needs about ${needed}.`,
    },
    next: same([...advice(limit), raise].join('  ·  ')),
  });
}

/** Asked of a shell that inherits our limits; infinite where there is none, or nobody to ask. */
async function openFileLimit(): Promise<number> {
  try {
    const { stdout } = await promisify(execFile)('sh', ['-c', 'ulimit -n']);
    return Number(stdout) || Infinity; // `unlimited`
  } catch {
    return Infinity;
  }
}
