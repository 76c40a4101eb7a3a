import { createHash } from 'node:crypto';

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

  function next(): number {
    // The upper 27 and 26 bits of two words: Matsumoto & Nishimura's genrand_res53.
    return ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
  }

  function int(n: number): number {
    return Math.floor(next() * n);
  }

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

/**
 * xoshiro128** 1.1 of Blackman & Vigna ("Scrambled linear pseudorandom number generators",
 * ACM Trans. Math. Softw. 47, 2021): 32 bits a call, period 2^128 - 1.
 */
export function xoshiro128(state: readonly number[]): () => number {
  let [a = 0, b = 0, c = 0, d = 0] = state;
  return () => {
    const result = Math.imul(rotateLeft(Math.imul(b, 5), 7), 9) >>> 0;
    const shifted = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotateLeft(d, 11);
    return result;
  };
}

function rotateLeft(word: number, bits: number): number {
  return (word << bits) | (word >>> (32 - bits));
}
