// Work to be shared: each message has a key, and takes so long. The same for every arm, and in every trial.
import { setTimeout as wait } from 'node:timers/promises';
import { countReordered, createRandom, toRuns } from '../../../src/kit/run.ts';

export interface Job {
  readonly key: number;
  readonly workMs: number;
}

export const keys = 4;
export const workers = 4;
const count = 60;
/** One of so many takes long. */
const longOneIn = 3;
const [shortMs, longMs] = [1, 8];

export function drawJobs(seed: number): Job[] {
  const random = createRandom(seed);
  return Array.from({ length: count }, () => ({
    key: random.int(keys),
    workMs: random.int(longOneIn) === 0 ? longMs : shortMs,
  }));
}

/** What the workers of an arm did, in the order in which they were done with it. */
export function openShift(jobs: readonly Job[]) {
  const seenWorkers = new Set<number>();
  let done: number[] = [];
  return {
    /** The work on a message: the broker is told when it resolves. */
    async work(worker: number, text: string): Promise<void> {
      const id = Number(text);
      seenWorkers.add(worker);
      await wait(jobs[id]?.workMs);
      done.push(id);
    },
    isOver: () => done.length >= jobs.length,
    /** How many were done after a later one of their key; the next trial begins with nothing. */
    close(): number {
      const [over, byKey] = [done, new Map<number, number[]>()];
      done = [];
      for (const id of over) {
        const key = jobs[id]?.key ?? 0;
        byKey.set(key, [...(byKey.get(key) ?? []), id]);
      }
      return [...byKey.values()].reduce((sum, ids) => sum + countReordered(toRuns(ids)), 0);
    },
    working: () => seenWorkers.size,
  };
}
