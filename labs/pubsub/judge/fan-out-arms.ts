// What the judge and the tables read of the arms of fan-out.
import { Histogram, meanOf } from '../../../src/kit/judge.ts';
import type { FanOutArm, FanOutData, Listener } from '../data.ts';

/** Older records have ioredis only. */
export function listenerOf({ listener = 'ioredis' }: FanOutArm): Listener {
  return listener;
}

/** The arms in which the publisher waits for PUBLISH's reply, from the smallest crowd to the largest. */
export function awaitedBy(arms: FanOutData, listener: Listener): FanOutArm[] {
  return arms.filter((arm) => arm.publisher === 'awaits' && listenerOf(arm) === listener && arm.trials > 0);
}

/** Null where there are too few samples to know it: what no table shows is in no sentence. */
export function p99MsOf(arm: FanOutArm): number | null {
  const ns = Histogram.fromJSON(arm.latency).percentileOrNull(99);
  return ns === null ? null : ns / 1e6;
}

/**
 * How much longer the last one waits for each further subscriber between two crowds, in microseconds: trials of one
 * round are compared with each other. Null where the record has no trials to compare.
 */
export function stepUs(few: FanOutArm, many: FanOutArm): ReturnType<typeof meanOf> {
  const steps = (many.lastUs ?? []).flatMap((last, round) => {
    const first = few.lastUs?.[round];
    const known = last !== null && typeof first === 'number';
    return known ? [(last - first) / (many.subscribers - few.subscribers)] : [];
  });
  return meanOf(steps);
}
