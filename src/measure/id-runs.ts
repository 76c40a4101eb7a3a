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

/** More than any run sends; a record that says more would fill the memory. */
const mostIds = 2 ** 24;

/** Throws a RangeError for more ids than any run sends. */
export function* fromRuns(runs: IdRuns): Generator<number> {
  if (lengthOf(runs) > mostIds) throw new RangeError(`more than ${mostIds} message ids`);
  for (const [first, last] of runs) {
    for (let id = first; id <= last; id += 1) yield id;
  }
}

/** -1 where there is none. Throws a RangeError for an id that no run comes to. */
export function highestId(runs: IdRuns): number {
  const highest = runs.reduce((most, run) => Math.max(most, run[1]), -1);
  if (highest > mostIds) throw new RangeError(`not a message id: ${highest}`);
  return highest;
}

/** How many ids there are. */
export function lengthOf(runs: IdRuns): number {
  return runs.reduce((length, [first, last]) => length + last - first + 1, 0);
}
