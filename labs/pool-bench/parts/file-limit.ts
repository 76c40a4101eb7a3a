// Every connection is an open file, and a thread has a few. A shell gives its programs a limit, and a load that needs
// more than that would break off in the middle with EMFILE: better to say so before.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { exitCodes, LabError, same, type Text } from '../../../src/kit/run.ts';
import type { PoolParams } from '../settings.ts';

/** The proxy has both sides of every connection in this process too. */
const filesPerConnection = 3;
const filesOfOurOwn = 100;
/** Counted: its own event loop (epoll, eventfd, pipe). */
const filesPerThread = 4;
const filesOfNode = 24;

/** @throws LabError (usage) when the run would need more open files than this process may have */
export async function checkFileLimit({ concurrency, pool }: PoolParams): Promise<void> {
  const [callers, largest] = [Math.max(...concurrency), Math.max(...pool)];
  const filesFor = (connections: number) => connections * filesPerConnection + filesOfOurOwn;
  const limit = await openFileLimit();
  if (filesFor(callers + largest) <= limit) return;
  const what = {
    ko: `동시 호출자 ${callers}, 풀 ${largest}까지는 연결을 열 수 없어요.`,
    en: `${callers} callers and a pool of ${largest} are more connections than can be opened.`,
  };
  const most = Math.floor((limit - filesOfOurOwn) / filesPerConnection / 2);
  const [fewer, smaller] = [Math.min(callers, most), Math.min(largest, most)];
  const advice = most < 1 ? [] : [`--concurrency ${fewer} --pool ${smaller}`];
  throw tooFewFiles(what, filesFor(callers + largest), limit, advice);
}

/** @throws LabError (usage) when so many threads, started anew and in a pool, would need more files than there may be */
export async function checkThreadFiles(threads: number): Promise<void> {
  const needed = 2 * threads * filesPerThread + filesOfNode;
  const limit = await openFileLimit();
  if (needed <= limit) return;
  const what = { ko: `스레드 ${threads}개를 띄울 수 없어요.`, en: `${threads} threads cannot be started.` };
  throw tooFewFiles(what, needed, limit, []);
}

function tooFewFiles(what: Text, needed: number, limit: number, advice: readonly string[]): LabError {
  const raise = `ulimit -n ${2 ** Math.ceil(Math.log2(needed))}`;
  return new LabError(exitCodes.usage, {
    what,
    why: {
      ko: `이 프로세스가 열 수 있는 파일은 ${limit}개이고(ulimit -n), 이 실험에는 ${needed}개쯤 필요해요.`,
      en: `This process may have ${limit} open files (ulimit -n), and the run needs about ${needed}.`,
    },
    next: same([...advice, raise].join('  ·  ')),
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
