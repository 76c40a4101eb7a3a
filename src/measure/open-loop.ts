import { type MonotonicClock, monotonicClock } from './clock.ts';
import { Flights } from './flights.ts';
import type { Histogram } from './histogram.ts';
import { type Bound, type OpenLoad, type Rejection, watchClient } from './load.ts';
import { untilAborted } from './until-aborted.ts';

export interface OpenLoopOptions {
  readonly perSecond: number;
  readonly bound: Bound;
  /** The operation with this number, from 0 on. It must settle some day: the load waits for every one. */
  readonly operation: (sequence: number) => Promise<unknown>;
  readonly signal: AbortSignal;
  readonly clock?: MonotonicClock;
}

const lagLimit = 0.1;
const rateLimit = 0.99;

/**
 * Starts an operation every 1 / `perSecond` seconds, whether the ones before are answered or not, and counts
 * latency from the time it should have started: a stall is felt by everyone who arrived during it.
 * A load bounded by time sends nothing after that time, so a rate out of reach ends too (and is rejected).
 * Rejects when aborted; a failing operation is only counted.
 */
export async function openLoop(options: OpenLoopOptions): Promise<OpenLoad> {
  const { perSecond, bound, operation, signal, clock = monotonicClock } = options;
  const flights = new Flights(operation, clock);
  const intervalNs = 1e9 / perSecond;
  const planned = 'operations' in bound ? bound.operations : Math.floor((bound.durationMs / 1e3) * perSecond);

  const clientSince = watchClient();
  const beginNs = clock.nowNs();
  const endNs = 'operations' in bound ? Infinity : beginNs + bound.durationMs * 1e6;
  const plan = { planned, beginNs, endNs, intervalNs, signal, clock };
  const { sendingNs, spunNs } = await untilAborted(signal, () => pace(flights, plan));
  await untilAborted(signal, () => flights.drained());
  const elapsedMs = (clock.nowNs() - beginNs) / 1e6;

  const { latency, latencyFromSend, sendLag, sent, errors, firstError } = flights;
  const achievedPerSecond = (sent / Math.max(sendingNs, planned * intervalNs)) * 1e9;
  return {
    loop: 'open',
    intendedPerSecond: perSecond,
    achievedPerSecond,
    rejected: rejections(latency, sendLag, achievedPerSecond / perSecond),
    operations: latency.count,
    errors,
    firstError,
    elapsedMs,
    perSecond: (latency.count / elapsedMs) * 1e3,
    client: clientSince(spunNs),
    latency: latency.toJSON(),
    latencyFromSend: latencyFromSend.toJSON(),
    sendLag: sendLag.toJSON(),
  };
}

interface Plan {
  readonly planned: number;
  readonly beginNs: number;
  readonly endNs: number;
  readonly intervalNs: number;
  readonly signal: AbortSignal;
  readonly clock: MonotonicClock;
}

/** Sends everything when it is due; answers how long that took, and how long it spun with nothing to do. */
function pace(flights: Flights, plan: Plan): Promise<{ sendingNs: number; spunNs: number }> {
  const { planned, beginNs, endNs, intervalNs, signal, clock } = plan;
  let spunNs = 0;
  let spinning = false;
  let lastTurnNs = beginNs;
  let lastActivity = 0;
  // Whole, and never later than it is: a lag is not negative.
  const nextDueNs = () => Math.floor(beginNs + flights.sent * intervalNs);

  return new Promise((resolve) => {
    function turn(): void {
      if (signal.aborted) return;
      const nowNs = clock.nowNs();
      if (spinning && flights.sent + flights.landed === lastActivity) spunNs += nowNs - lastTurnNs;
      lastTurnNs = nowNs;
      lastActivity = flights.sent + flights.landed;
      // Only what was due when the turn began: what became due meanwhile must not keep the answers waiting.
      let atNs = nowNs;
      while (flights.sent < planned && atNs < endNs && nextDueNs() <= nowNs) atNs = flights.send(nextDueNs());
      if (flights.sent < planned && atNs < endNs) spinning = clock.wakeAt(nextDueNs(), turn);
      else resolve({ sendingNs: clock.nowNs() - beginNs, spunNs });
    }
    turn();
  });
}

function rejections(latency: Histogram, sendLag: Histogram, rateShare: number): Rejection[] {
  const rejected: Rejection[] = [];
  if (sendLag.percentile(99) > lagLimit * latency.percentile(99)) rejected.push('send-lag');
  if (rateShare < rateLimit) rejected.push('rate');
  return rejected;
}
