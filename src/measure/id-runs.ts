/**
 * Ids in their order, as runs of consecutive ids `[first, last]`: 1 2 3 3 4 is `[[1, 3], [3, 4]]`.
 * Exact, and a million messages in order take one pair.
 */
export type IdRuns = readonly (readonly [first: number, last: number])[];

/** Throws a RangeError for an id that is not a whole number from 0 on. */
export function toRuns(ids: Iterable<number>): IdRuns {
  const runs: [number, number][] = [];
  let open: [number, number] | undefined;
  for (const id of ids) {
    if (!Number.isSafeInteger(id) || id < 0) throw new RangeError(`not a message id: ${id}`);
    if (open && id === open[1] + 1) {
      open[1] = id;
    } else {
      open = [id, id];
      runs.push(open);
    }
  }
  return runs;
}

export function* fromRuns(runs: IdRuns): Generator<number> {
  for (const [first, last] of runs) {
    for (let id = first; id <= last; id += 1) yield id;
  }
}

/** How many ids there are. */
export function lengthOf(runs: IdRuns): number {
  return runs.reduce((length, [first, last]) => length + last - first + 1, 0);
}
