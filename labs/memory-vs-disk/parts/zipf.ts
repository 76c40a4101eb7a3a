// Who reads what: the first post is read twice as often as the second, three times as often as the third (Zipf, with
// exponent 1; Breslau et al., "Web Caching and Zipf-like Distributions", INFOCOM 1999). Pure.
import type { Random } from '../../../src/kit/run.ts';

/** @returns draws from 1 to `count` */
export function zipf(count: number, random: Random): () => number {
  const upTo = new Float64Array(count);
  let sum = 0;
  for (let rank = 1; rank <= count; rank += 1) {
    sum += 1 / rank;
    upTo[rank - 1] = sum;
  }
  return () => {
    const at = random.next() * sum;
    let [low, high] = [0, count - 1];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((upTo[middle] as number) > at) high = middle;
      else low = middle + 1;
    }
    return low + 1;
  };
}
