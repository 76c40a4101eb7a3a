import { createHash } from 'node:crypto';
import { chanceFrom, xoshiro128 } from './xoshiro.ts';

/** A seeded source of chance: the same seed and label give the same numbers for ever. */
export interface Random {
  /** A number in [0, 1), of 53 bits. */
  next(): number;
  /** A whole number in 0 … n - 1. */
  int(n: number): number;
  /** The items in a random order, each order equally likely; the argument stays as it is. */
  shuffle<T>(items: readonly T[]): T[];
  /**
   * A source of its own for one consumer. It depends on the seed and the label only, not on what was
   * drawn before: a lab that draws one number more does not change what another part draws.
   */
  fork(label: string): Random;
}

export function createRandom(seed: number): Random {
  return fromPath(String(seed));
}

/** The path is the seed and the labels of the forks; its digest is the generator's 128 bits of state. */
function fromPath(path: string): Random {
  const digest = createHash('sha256').update(path).digest();
  const word = xoshiro128([0, 4, 8, 12].map((at) => digest.readUInt32LE(at)));

  const { next, int } = chanceFrom(word);

  function shuffle<T>(items: readonly T[]): T[] {
    const shuffled = [...items];
    for (let last = shuffled.length - 1; last > 0; last -= 1) {
      const other = int(last + 1); // Fisher & Yates, as Durstenfeld wrote it down in 1964
      [shuffled[last], shuffled[other]] = [shuffled[other] as T, shuffled[last] as T];
    }
    return shuffled;
  }

  return { next, int, shuffle, fork: (label) => fromPath(`${path}/${label}`) };
}
