// Every connection is an open file. A shell gives its programs a limit, and a load with more connections than
// that would break off in the middle with EMFILE: better to say so before.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { exitCodes, LabError, same } from '../../../src/kit/run.ts';
import type { PoolParams } from '../settings.ts';

/** The proxy has both sides of every connection in this process too. */
const filesPerCaller = 3;
const filesPerPooled = 3;
const filesOfOurOwn = 100;

/** @throws LabError (usage) when the run would need more open files than this process may have */
export async function checkFileLimit({ concurrency, pool }: PoolParams): Promise<void> {
  const limit = await openFileLimit();
  const needed =
    Math.max(...concurrency) * filesPerCaller + Math.max(...pool) * filesPerPooled + filesOfOurOwn;
  if (needed <= limit) return;
  throw new LabError(exitCodes.usage, {
    what: {
      ko: `동시 호출자 ${Math.max(...concurrency)}, 풀 ${Math.max(...pool)}까지는 연결을 열 수 없어요.`,
      en: `${Math.max(...concurrency)} callers and a pool of ${Math.max(...pool)} are more connections than can be opened.`,
    },
    why: {
      ko: `이 프로세스가 열 수 있는 파일은 ${limit}개이고(ulimit -n), 이 실험에는 ${needed}개쯤 필요해요.`,
      en: `This process may have ${limit} open files (ulimit -n), and the run needs about ${needed}.`,
    },
    next: same(`ulimit -n ${2 ** Math.ceil(Math.log2(needed))}  ·  --concurrency ${maxCallers(limit)}`),
  });
}

function maxCallers(limit: number): number {
  return Math.max(1, Math.floor((limit - filesOfOurOwn) / (filesPerCaller + filesPerPooled)));
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
