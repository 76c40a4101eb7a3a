import type { ClosedLoad } from './load.ts';

/** What a closed loop says of itself. */
export interface LoopFigures {
  readonly concurrency: number;
  readonly perSecond: number;
  readonly meanLatencyMs: number;
  /** Time of a caller between two operations, or lost in failed ones, per operation. */
  readonly clientMs: number;
}

export interface LittlesLaw {
  /** How many operations the figures say were under way. */
  readonly concurrency: number;
  /** Relative: -0.4 when the figures account for 60 % of the callers. */
  readonly deviation: number;
  readonly ok: boolean;
}

const tolerance = 0.05;

/**
 * Little's law ("A proof for the queuing formula L = λW", Operations Research 9, 1961) as an audit: concurrency =
 * throughput x (mean latency + client time). A clock that starts too late, samples that are dropped, and a run so
 * short that its beginning and end bend the throughput all break it. Within 5 % it is ok.
 */
export function littlesLaw({ concurrency, perSecond, meanLatencyMs, clientMs }: LoopFigures): LittlesLaw {
  const underWay = (perSecond / 1e3) * (meanLatencyMs + clientMs);
  const deviation = underWay / concurrency - 1;
  return { concurrency: underWay, deviation, ok: Math.abs(deviation) <= tolerance };
}

/** The audit of a closed loop of ours. */
export function auditClosedLoad({
  callers,
  perSecond,
  operations,
  failedMs,
  latency,
}: ClosedLoad): LittlesLaw {
  const perOperation = 1 / Math.max(1, operations);
  return littlesLaw({
    concurrency: callers,
    perSecond,
    meanLatencyMs: (latency.sum / 1e6) * perOperation,
    clientMs: failedMs * perOperation,
  });
}
