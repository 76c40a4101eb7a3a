import type { TraceEvent } from '../../src/core/trace.ts';
import { countDelivery, type DeliveryHistory } from '../../src/measure/delivery.ts';
import { lengthOf } from '../../src/measure/id-runs.ts';
import { sliceOf } from '../../src/replay/slices.ts';
import { compileReplay } from '../../src/replay/state-at.ts';
import { traceOf } from '../replay/trace-of.ts';

export interface MessageCounts {
  readonly sent: number;
  readonly acknowledged: number;
  readonly received: number;
  readonly lost: number;
}

/**
 * The messages of an arm as its trace tells of them, counted as the page counts them; what the budget left out is counted
 * in its place. Without an arm those that were noted of none.
 */
export function tracedMessages(events: readonly TraceEvent[], act: string, arm?: string): MessageCounts {
  const noted = arm === undefined ? events.filter((event) => event.arm === undefined) : events;
  const part = sliceOf(traceOf(noted, 0), { act, arm: arm ?? null });
  const { counts } = compileReplay(part).stateAt(part.header.durationUs);
  const count = (kind: string) => counts.get(kind) ?? 0;
  return { sent: count('send'), acknowledged: count('ack'), received: count('recv'), lost: count('drop') };
}

/** The same as the figures say. */
export function toldMessages(history: DeliveryHistory): MessageCounts {
  return {
    sent: lengthOf(history.sent),
    acknowledged: lengthOf(history.acknowledged),
    received: lengthOf(history.received),
    lost: countDelivery(history).lost.count,
  };
}
