import type { Pace, Turn } from './toxics.ts';

/** What travels in one direction: bytes, and the ways they can end. All of them wait in the same line. */
export type Item = Buffer | 'fin' | 'close' | 'reset';

interface Held {
  item: Item;
  readonly arrivedMs: number;
}

/**
 * The waiting line of one toxic in one direction of one connection: first in, first out, at the toxic's pace.
 * `setTimeout` counts whole milliseconds, so nothing leaves early, but up to about 1 ms late: 5 ms asked are 5.3
 * got, 0.3 are 1.2. What is due at once passes without a timer.
 */
export class Stage {
  heldBytes = 0;
  readonly #line: Held[] = [];
  readonly #pace: Pace;
  readonly #pass: (item: Item) => void;
  /** The next turn of the first in line; drawn once, kept until it is due. */
  #turn: Turn | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(pace: Pace, pass: (item: Item) => void) {
    this.#pace = pace;
    this.#pass = pass;
  }

  accept(item: Item): void {
    this.#line.push({ item, arrivedMs: performance.now() });
    this.heldBytes += sizeOf(item);
    if (this.#line.length === 1) this.#release();
  }

  /** Passes on everything that still waits, at once and in order. */
  flush(): void {
    const waiting = [...this.#line];
    this.clear();
    for (const { item } of waiting) this.#pass(item);
  }

  /** Drops everything that still waits. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#line.length = 0;
    this.heldBytes = 0;
    this.#turn = undefined;
  }

  #release(): void {
    for (let first = this.#line[0]; first !== undefined; first = this.#line[0]) {
      this.#turn ??= this.#pace(sizeOf(first.item), first.arrivedMs);
      const waitMs = this.#turn.dueMs - performance.now();
      if (waitMs > 0) {
        if (waitMs < Number.POSITIVE_INFINITY)
          this.#timer = setTimeout(() => this.#release(), Math.ceil(waitMs));
        return;
      }
      this.#take(first, this.#turn);
    }
  }

  #take(first: Held, turn: Turn): void {
    const { item } = first;
    this.#turn = undefined;
    this.heldBytes -= turn.sizeBytes;
    if (typeof item === 'string' || turn.sizeBytes === item.length) {
      this.#line.shift();
      this.#pass(item);
    } else {
      first.item = item.subarray(turn.sizeBytes);
      this.#pass(item.subarray(0, turn.sizeBytes));
    }
    if (turn.closes) {
      this.clear();
      this.#pass('close');
    }
  }
}

function sizeOf(item: Item): number {
  return typeof item === 'string' ? 0 : item.length;
}
