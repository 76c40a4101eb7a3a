// The callers spread over several threads: what more event loops than one come to.
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import { nodeProcess } from '../../../src/services/node-program.ts';

/** What a thread is told when it starts. */
export interface Share {
  readonly port: number;
  readonly callers: number;
  readonly keys: number;
  readonly durationMs: number;
  readonly seed: number;
}

/** What one or all of them did. */
export interface Done {
  readonly operations: number;
  readonly perSecond: number;
  readonly busyShare: number;
}

export async function startThreads(threads: number, all: Omit<Share, 'seed'>) {
  const [file = ''] = nodeProcess('internals/bench-kv-load');
  const callers = all.callers / threads;
  const workers = Array.from(
    { length: threads },
    (_, index) => new Worker(file, { workerData: { ...all, callers, seed: index + 1 } satisfies Share }),
  );
  await Promise.all(workers.map((worker) => once(worker, 'message')));
  return {
    async load(): Promise<Done> {
      for (const worker of workers) worker.postMessage('go');
      const done = (await Promise.all(workers.map((worker) => once(worker, 'message')))) as [Done][];
      const sum = (figure: keyof Done) => done.reduce((total, [one]) => total + one[figure], 0);
      const busyShare = sum('busyShare') / threads;
      return { operations: sum('operations'), perSecond: sum('perSecond'), busyShare };
    },
    end: () => Promise.all(workers.map((worker) => worker.terminate())),
  };
}
