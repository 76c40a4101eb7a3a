// Threads: one started for each task, a pool of them, and none. How long does a task have to be for each to pay?
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { Piscina } from 'piscina';
import { Histogram, monotonicClock } from '../../../src/kit/run.ts';
import type { ThreadsData } from '../data.ts';
import { measureCell, type Plan, trialsOf } from '../parts/cell.ts';
import { checkThreadFiles } from '../parts/file-limit.ts';
import { costOfMeasuring } from '../parts/harness.ts';
import { oneBar } from '../parts/progress.ts';
import type { Shape } from '../parts/shape.ts';
import { freshAgainstInline } from '../parts/thread-ratios.ts';
import { burn, stepsPerMs, writeTaskFile } from '../parts/thread-task.ts';
import type { PoolContext } from '../settings.ts';

const taskLengthsMs = [0.1, 1, 10, 50];
/** One more where a new thread does not pay by then: from when on does it? */
const longTaskMs = 100;
/** More threads than this teach nothing new and take long to start. */
const mostThreads = 8;
/** Callers do not stand in line here, so that a few tasks each are a trial. */
const tasksPerCaller = 5;
const longTasksPerCaller = 3;
/** As many as an interval needs: a round takes seconds here. */
const mostRounds = 5;

export type ThreadArms = (file: string, steps: number, threads: number) => Shape[];

export const threadArms: ThreadArms = (file, steps, threads) => [
  inline(steps),
  threadPerTask(file, steps),
  threadPool(file, steps, threads),
];

export async function threads(context: PoolContext, arms: ThreadArms = threadArms): Promise<ThreadsData> {
  const cores = availableParallelism();
  const size = Math.min(mostThreads, Math.max(2, cores));
  await checkThreadFiles(size);
  const harnessNs = await costOfMeasuring(context);
  const file = await writeTaskFile(context.scope);
  const perMs = stepsPerMs();
  const planFor = (taskMs: number, operationsPerCaller: number): Plan => ({
    place: { callers: size, roundTrip: null },
    shapes: arms(file, Math.round(taskMs * perMs), size),
    rounds: Math.min(mostRounds, context.params.rounds),
    operationsPerCaller,
  });
  const plans = taskLengthsMs.map((taskMs) => ({ taskMs, plan: planFor(taskMs, tasksPerCaller) }));
  const ofAll = trialsOf(
    context,
    Array.from(plans, ({ plan }) => plan),
  );
  const whole = oneBar(context, ofAll);
  const lengths: ThreadsData['lengths'][number][] = [];
  for (const { taskMs, plan } of plans) lengths.push({ taskMs, cell: await measureCell(whole, plan) });
  const everPays = lengths.some(({ cell }) => (freshAgainstInline(cell)?.ratio ?? 0) >= 1);
  if (!everPays) {
    const cell = await measureCell(whole, planFor(longTaskMs, longTasksPerCaller));
    lengths.push({ taskMs: longTaskMs, cell });
  }
  return { harnessNs, cores, lengths };
}

/** The work where the request came in: nothing to start, and nothing else happens meanwhile. */
function inline(steps: number): Shape {
  return {
    id: 'inline',
    client: 'main',
    poolSize: null,
    open: async () => ({ operation: async () => burn(steps), close() {} }),
  };
}

/** A thread is a V8 of its own: memory, globals, the code to load. It answers once and is gone. */
function threadPerTask(file: string, steps: number): Shape {
  return {
    id: 'fresh',
    client: 'worker',
    poolSize: null,
    async open() {
      let startTimes = new Histogram();
      return {
        async operation() {
          const startNs = monotonicClock.nowNs();
          const thread = new Worker(file, { workerData: { steps } });
          thread.once('online', () => startTimes.record(monotonicClock.nowNs() - startNs));
          await once(thread, 'message');
          await thread.terminate();
        },
        takeConnectTimes() {
          const taken = startTimes;
          startTimes = new Histogram();
          return taken;
        },
        close() {},
      };
    },
  };
}

export function threadPool(file: string, steps: number, threads: number): Shape {
  return {
    id: 'pool',
    client: 'piscina',
    poolSize: threads,
    async open() {
      const pool = new Piscina({ filename: file, minThreads: threads, maxThreads: threads });
      pool.on('error', () => {}); // The task that failed says it; a thread of an interrupted run has nobody to tell.
      await Promise.all(Array.from({ length: threads }, () => pool.run(steps)));
      return { operation: () => pool.run(steps), close: () => pool.destroy() };
    },
  };
}
