// When to try again. All who lost the same server lose it at the same moment: without chance they come back at the same
// moment too, again and again.

export interface BackOff {
  readonly baseMs: number;
  readonly capMs: number;
}

export const fullJitter: BackOff = { baseMs: 200, capMs: 20_000 };

/**
 * Anywhere between now and a bound that doubles up to the cap. The chance comes after the cap: drawn before it, everybody
 * who waits long waits exactly as long.
 * @param chance at least 0, below 1
 */
export function delayMs({ baseMs, capMs }: BackOff, attempt: number, chance: number): number {
  return chance * Math.min(capMs, baseMs * 2 ** attempt);
}
