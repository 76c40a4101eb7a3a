/** The time that a viewer sees: idle stretches are cut short. */
export interface DisplayClock {
  readonly totalUs: number;
  /** What is cut out in all. */
  readonly skippedUs: number;
  toDisplay(us: number): number;
  toReal(displayUs: number): number;
  /** What is cut out of the idle stretch that this moment is in; 0 where it is in none. */
  skippedAt(us: number): number;
}

/**
 * @param times of what happens, in µs and in order, beginning where the viewer begins
 * @param idleUs nothing that takes longer than this is shown at its length
 */
export function displayClock(times: readonly number[], idleUs: number): DisplayClock {
  const real = [...times];
  const shown = [0];
  for (let at = 1; at < real.length; at += 1) {
    const gapUs = (real[at] ?? 0) - (real[at - 1] ?? 0);
    shown.push((shown[at - 1] ?? 0) + Math.min(gapUs, idleUs));
  }
  const totalUs = shown.at(-1) ?? 0;
  const [first = 0, last = 0] = [real[0], real.at(-1)];
  return {
    totalUs,
    skippedUs: last - first - totalUs,
    toDisplay: (us) => between(real, shown, us),
    toReal: (us) => between(shown, real, us),
    skippedAt(us) {
      const at = before(real, us);
      const gapUs = (real[at + 1] ?? last) - (real[at] ?? first);
      return Math.max(0, gapUs - ((shown[at + 1] ?? totalUs) - (shown[at] ?? 0)));
    },
  };
}

/** From one scale to the other, straight from point to point. */
function between(from: readonly number[], to: readonly number[], value: number): number {
  const at = before(from, value);
  const [a = 0, b = a] = [from[at], from[at + 1]];
  const [c = 0, d = c] = [to[at], to[at + 1]];
  if (value <= a) return c;
  return value >= b ? d : c + ((value - a) / (b - a)) * (d - c);
}

/** The place of the last one that is not above the value; 0 where all are. */
function before(sorted: readonly number[], value: number): number {
  let [low, high] = [0, Math.max(0, sorted.length - 1)];
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle;
    else high = middle - 1;
  }
  return low;
}
