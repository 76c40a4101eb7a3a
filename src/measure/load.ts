import { performance } from 'node:perf_hooks';
import { clientBoundFrom } from '../core/act.ts';
import type { HistogramJson } from './histogram.ts';

/** When a load ends: after a time, or after so many operations. What is under way is awaited. */
export type Bound = { readonly durationMs: number } | { readonly operations: number };

/** What every load answers: plain JSON for the record. */
export interface Load {
  /** Operations that succeeded; only they are in the histograms and in `perSecond`. */
  readonly operations: number;
  readonly errors: number;
  readonly firstError: string | null;
  /** From the first start to the last answer. */
  readonly elapsedMs: number;
  readonly perSecond: number;
  readonly client: Client;
}

/** How busy the generator itself was: a client at its limit measures itself, not the server. */
export interface Client {
  /** The share of the time, 0 to 1, in which this thread's event loop was neither asleep nor merely pacing. */
  readonly busyShare: number;
  readonly bound: boolean;
}

/** One caller after another's answer (Schroeder et al., "Open Versus Closed", NSDI 2006): a slow server is asked less. */
export interface ClosedLoad extends Load {
  readonly loop: 'closed';
  readonly callers: number;
  /** From an operation's start to its answer. A stall hides all the operations that nobody started meanwhile. */
  readonly latency: HistogramJson;
  /** Time that all callers together spent in operations that failed. */
  readonly failedMs: number;
}

/** Operations start at a fixed rate, whatever the answers do. */
export interface OpenLoad extends Load {
  readonly loop: 'open';
  readonly intendedPerSecond: number;
  readonly achievedPerSecond: number;
  /** From the intended start: what somebody who arrived at that time had to wait. */
  readonly latency: HistogramJson;
  /** From the actual send: coordinated omission, kept to show it. */
  readonly latencyFromSend: HistogramJson;
  /** From the intended start to the actual send: the generator's own lateness. */
  readonly sendLag: HistogramJson;
  /** Why these figures must not be believed; empty when they may. */
  readonly rejected: readonly Rejection[];
}

/** The send lag's p99 is above 10 % of the latency's p99; less than 99 % of the intended rate was sent. */
export type Rejection = 'send-lag' | 'rate';

/**
 * Watches this thread's event loop until the function it answers is called, with the time that a pacer has spun:
 * to the event loop that looks like work.
 */
export function watchClient(): (spunNs: number) => Client {
  const before = performance.eventLoopUtilization();
  return (spunNs) => {
    const { active, idle } = performance.eventLoopUtilization(before);
    // A loop that never turned has neither figure; it had no time to sleep.
    const busyShare = active + idle > 0 ? Math.max(0, active - spunNs / 1e6) / (active + idle) : 1;
    return { busyShare, bound: busyShare > clientBoundFrom };
  };
}
