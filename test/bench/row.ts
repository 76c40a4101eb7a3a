/** One line of `npm run bench`: a ratio against a peer that was measured in the same run. */
export interface BenchRow {
  readonly name: string;
  readonly ours: string;
  readonly peer: string;
  /** Ours over the peer's. */
  readonly ratio: number;
  /** What the project wants the ratio to be; shown, not asserted: a noisy machine proves nothing. */
  readonly target?: string;
  /** What was measured beside it, a line each. */
  readonly notes?: readonly string[];
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
