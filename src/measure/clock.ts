/** A clock that only runs forward, and the alarm that goes with it; a test puts a fake one in its place. */
export interface MonotonicClock {
  /** Whole nanoseconds since the machine started: comparable between the processes and threads of one machine. */
  nowNs(): number;
  /** The same instant in milliseconds, with a fraction. */
  nowMs(): number;
  /**
   * Calls back once, at `dueNs` as nearly as can be. It may be early, never by choice late:
   * whoever is woken looks at the clock and, if need be, asks again.
   * Answers whether the wait is a spin, which looks like work to the event loop, or a sleep.
   */
  wakeAt(dueNs: number, callback: () => void): boolean;
}

const nsPerMs = 1e6;

/** A timer wakes up to a millisecond or two late, so the last stretch is walked, one turn of the event loop a step. */
const spinMs = 2;

/** Nobody sleeps longer at a stretch than this, so that a load which was aborted does not keep the process. */
const longestSleepMs = 100;

/**
 * The kernel's monotonic clock. A reading costs about 50 ns, as `performance.now()` does,
 * which counts from the start of its own thread and so cannot be compared with another's.
 * A double holds it to the nanosecond for the first 104 days of uptime, then to two.
 */
export const monotonicClock: MonotonicClock = {
  nowNs: () => Number(process.hrtime.bigint()),
  nowMs: () => Number(process.hrtime.bigint()) / nsPerMs,
  wakeAt(dueNs, callback) {
    const sleepMs = (dueNs - monotonicClock.nowNs()) / nsPerMs - spinMs;
    const spins = sleepMs < 1;
    if (spins) setImmediate(callback);
    else setTimeout(callback, Math.min(Math.floor(sleepMs), longestSleepMs));
    return spins;
  },
};
