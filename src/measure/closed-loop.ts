import { setImmediate as nextTurn } from 'node:timers/promises';
import { messageOf } from '../core/errors.ts';
import { type MonotonicClock, monotonicClock } from './clock.ts';
import { Histogram } from './histogram.ts';
import { type Bound, type ClosedLoad, watchClient } from './load.ts';
import { untilAborted } from './until-aborted.ts';

export interface ClosedLoopOptions {
  /** How many wait for an answer at the same time. */
  readonly callers: number;
  readonly bound: Bound;
  /** One operation of the caller with this number, from 0 on. */
  readonly operation: (caller: number) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly clock?: MonotonicClock;
}

/**
 * So many callers, each starting its next operation when the one before is answered. A caller's operation starts
 * at the clock reading that ended its last one, so the loop's own cost is inside the latency, where Little's law
 * sees it, and one reading an operation is enough. Rejects when aborted; a failing operation is only counted.
 */
export async function closedLoop(options: ClosedLoopOptions): Promise<ClosedLoad> {
  const { callers, bound, operation, signal, clock = monotonicClock } = options;
  const latency = new Histogram();
  let started = 0;
  let errors = 0;
  let firstError: string | null = null;
  let failedNs = 0;

  const clientSince = watchClient();
  const beginNs = clock.nowNs();
  const mostOperations = 'operations' in bound ? bound.operations : Infinity;
  let endNs = 'durationMs' in bound ? beginNs + bound.durationMs * 1e6 : Infinity;

  async function call(caller: number): Promise<void> {
    let startNs = beginNs;
    while (started < mostOperations && startNs < endNs) {
      started += 1;
      let failed = false;
      try {
        await operation(caller);
      } catch (error) {
        failed = true;
        errors += 1;
        firstError ??= messageOf(error);
        await nextTurn(); // A client that refuses at once must not keep everything else from happening.
      }
      const nowNs = clock.nowNs();
      if (failed) failedNs += nowNs - startNs;
      else latency.record(nowNs - startNs);
      startNs = nowNs;
    }
  }

  try {
    await untilAborted(signal, () =>
      Promise.all(Array.from({ length: callers }, (_, caller) => call(caller))),
    );
  } finally {
    endNs = 0; // Callers of an aborted load stop at their next answer.
  }
  const elapsedMs = (clock.nowNs() - beginNs) / 1e6;
  return {
    loop: 'closed',
    callers,
    operations: latency.count,
    errors,
    firstError,
    elapsedMs,
    perSecond: (latency.count / elapsedMs) * 1e3,
    failedMs: failedNs / 1e6,
    client: clientSince(0),
    latency: latency.toJSON(),
  };
}
