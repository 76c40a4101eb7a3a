// Every connection is an open file, and a thread has a few.
import { requireOpenFiles } from '../../../src/kit/run.ts';
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
  const what = {
    ko: `동시 호출자 ${callers}, 풀 ${largest}까지는 연결을 열 수 없어요.`,
    en: `${callers} callers and a pool of ${largest} are more connections than can be opened.`,
  };
  await requireOpenFiles((callers + largest) * filesPerConnection + filesOfOurOwn, what, (limit) => {
    const most = Math.floor((limit - filesOfOurOwn) / filesPerConnection / 2);
    const [fewer, smaller] = [Math.min(callers, most), Math.min(largest, most)];
    return most < 1 ? [] : [`--concurrency ${fewer} --pool ${smaller}`];
  });
}

/** @throws LabError (usage) when so many threads, started anew and in a pool, would need more files than there may be */
export async function checkThreadFiles(threads: number): Promise<void> {
  const what = { ko: `스레드 ${threads}개를 띄울 수 없어요.`, en: `${threads} threads cannot be started.` };
  await requireOpenFiles(2 * threads * filesPerThread + filesOfNode, what);
}
