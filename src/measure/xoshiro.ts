/** Numbers in [0, 1) and whole numbers below n, of a source of 32-bit words. */
export function chanceFrom(word: () => number): { next(): number; int(n: number): number } {
  // The upper 27 and 26 bits of two words: Matsumoto & Nishimura's genrand_res53.
  const next = () => ((word() >>> 5) * 2 ** 26 + (word() >>> 6)) / 2 ** 53;
  return { next, int: (n) => Math.floor(next() * n) };
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
