// Redis' rule for going on, as a sum (redis/src/expire.c): a model, and always shown as one. It looks at 20 keys, and
// goes straight on while more than 2 of them are dead. So where it passes, so many are dead (d) that the 20 d removed
// a look, times the looks until it stops, are as many as die between two rounds. It passes all keys in turn: behind
// it nobody is dead, before it d of them are, so on the average of the way about half.
import { keysPerLook } from './patrol.ts';

const stopsUpTo = 2;
const hz = 10;

/** The share of dead keys among all, 0 to 1, that so many leaving a second level off at. */
export function deadShareModel(leavingPerSecond: number): number {
  const perRound = leavingPerSecond / hz;
  let [low, high] = [0, 0.9];
  for (let step = 0; step < 50; step += 1) {
    const middle = (low + high) / 2;
    if (removedPerRound(middle) < perRound) low = middle;
    else high = middle;
  }
  const deadPerLiving = low / (1 - low) / 2;
  return deadPerLiving / (1 + deadPerLiving);
}

function removedPerRound(dead: number): number {
  let [chance, stops] = [(1 - dead) ** keysPerLook, 0];
  for (let found = 0; found <= stopsUpTo; found += 1) {
    stops += chance;
    chance *= ((keysPerLook - found) / (found + 1)) * (dead / (1 - dead));
  }
  return (keysPerLook * dead) / stops;
}
