// The same rows for everybody, and the five kinds of work that each system does in its own way.
import { createHash } from 'node:crypto';

/** How many keys a batch writes, and a range reads. */
export const together = 100;
export const counters = 1_000;

/** One connection (or, for SQLite, one open file). What it does at once it returns without a promise. */
export interface Worker {
  get(key: number): Promise<string | null> | string | null;
  set(key: number, value: string): unknown;
  /** Values for this key and those that follow it, all or none. */
  batch(first: number, values: readonly string[]): unknown;
  /** The values of this key and of those that follow it, in the order of the keys. */
  range(first: number): Promise<string[]> | string[];
  /** Adds one, and returns what it comes to. */
  counter(id: number): Promise<number> | number;
}

/** 100 characters for each key, the same for each system and each run with this seed. */
export function valuesFor(seed: number, keys: number): string[] {
  return Array.from({ length: keys }, (_, key) => {
    const digest = createHash('sha256').update(`${seed}/${key}`).digest('hex');
    return digest + digest.slice(0, 36);
  });
}

/** @throws Error where a system does not have what it was given: then there is nothing to compare */
export async function checkSame(system: string, worker: Worker, values: readonly string[]): Promise<void> {
  const first = values.length - together;
  const range = await worker.range(first);
  await worker.batch(first, values.slice(first));
  await worker.set(0, values[0] as string);
  const [before, after] = [await worker.counter(0), await worker.counter(0)];
  const same =
    (await worker.get(0)) === values[0] &&
    (await worker.get(values.length - 1)) === values.at(-1) &&
    range.length === together &&
    range.every((value, index) => value === values[first + index]) &&
    after === before + 1;
  if (!same) throw new Error(`${system} does not hold the rows it was given`);
}
