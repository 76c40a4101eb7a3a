// A token bucket: so many at once, and so many a second after that.

export interface Rate {
  readonly perSecond: number;
  readonly atOnce: number;
}

export class Allowance {
  readonly #rate: Rate;
  #left: number;
  #seenMs: number;

  constructor(rate: Rate, nowMs: number) {
    this.#rate = rate;
    this.#left = rate.atOnce;
    this.#seenMs = nowMs;
  }

  /** Takes one if there is one. */
  take(nowMs: number): boolean {
    const { perSecond, atOnce } = this.#rate;
    this.#left = Math.min(atOnce, this.#left + ((nowMs - this.#seenMs) / 1000) * perSecond);
    this.#seenMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
