// Who lists whom. Most people have tens of friends, a few have many more: the expected number is drawn from a log-normal
// distribution, and friendships are drawn so that everybody comes to about their own number (Chung & Lu, "Connected
// components in random graphs with given expected degree sequences", 2002).
import type { Random } from '../../../src/kit/run.ts';

/** The limit of the design in the book. */
export const mostFriends = 5_000;
const spread = 0.9;

export interface Friends {
  of(user: number): ReadonlySet<number>;
  are(a: number, b: number): boolean;
  befriend(a: number, b: number): void;
  unfriend(a: number, b: number): void;
}

export function drawFriends(users: number, mean: number, random: Random): Friends {
  const lists = Array.from({ length: users }, () => new Set<number>());
  const most = Math.min(mostFriends, users - 1);
  const sums = runningSums(Array.from({ length: users }, () => Math.exp(spread * normal(random))));
  const total = sums.at(-1) ?? 0;
  const somebody = () => firstAbove(sums, random.next() * total);
  const wanted = Math.min(Math.round((users * mean) / 2), (users * most) / 2);
  let made = 0;
  // Drawn pairs that are friends already are drawn again; in a small dense world that could go on for ever.
  for (let tries = 0; made < wanted && tries < 20 * wanted; tries += 1) {
    const [a, b] = [somebody(), somebody()];
    const [listA, listB] = [lists[a], lists[b]] as [Set<number>, Set<number>];
    if (a === b || listA.has(b) || listA.size >= most || listB.size >= most) continue;
    listA.add(b);
    listB.add(a);
    made += 1;
  }
  const nobody: ReadonlySet<number> = new Set();
  return {
    of: (user) => lists[user] ?? nobody,
    are: (a, b) => lists[a]?.has(b) ?? false,
    befriend(a, b) {
      lists[a]?.add(b);
      lists[b]?.add(a);
    },
    unfriend(a, b) {
      lists[a]?.delete(b);
      lists[b]?.delete(a);
    },
  };
}

function runningSums(weights: readonly number[]): Float64Array {
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [index, weight] of weights.entries()) {
    sum += weight;
    sums[index] = sum;
  }
  return sums;
}

function firstAbove(sums: Float64Array, value: number): number {
  let [low, high] = [0, sums.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sums[middle] as number) > value) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Of mean 0 and variance 1 (Box & Muller, 1958). */
function normal(random: Random): number {
  return Math.sqrt(-2 * Math.log(1 - random.next())) * Math.cos(2 * Math.PI * random.next());
}
