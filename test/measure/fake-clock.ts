import type { MonotonicClock } from '../../src/measure/clock.ts';

/** Time that stands still until the next alarm, and jumps there: seconds of load take milliseconds, always the same. */
export class FakeClock implements MonotonicClock {
  #nowNs = 0;
  readonly #alarms: { dueNs: number; callback: () => void }[] = [];

  nowNs(): number {
    return this.#nowNs;
  }

  nowMs(): number {
    return this.#nowNs / 1e6;
  }

  wakeAt(dueNs: number, callback: () => void): boolean {
    this.#alarms.push({ dueNs, callback });
    return false;
  }

  /** An answer that comes after so long. */
  answer(afterMs: number): Promise<void> {
    return new Promise((resolve) => void this.wakeAt(this.#nowNs + afterMs * 1e6, resolve));
  }

  /** Time passes while the thread is busy: nothing else can happen in it. */
  block(ms: number): void {
    this.#nowNs += ms * 1e6;
  }

  /** Lets time run until the work is done. */
  async run<T>(work: Promise<T>): Promise<T> {
    let done = false;
    const finished = work.finally(() => {
      done = true;
    });
    finished.catch(() => {});
    while (!done) {
      await new Promise((resolve) => setImmediate(resolve));
      const next = this.#alarms.sort((a, b) => a.dueNs - b.dueNs).shift();
      if (!next) continue;
      this.#nowNs = Math.max(this.#nowNs, next.dueNs);
      next.callback();
    }
    return finished;
  }
}
