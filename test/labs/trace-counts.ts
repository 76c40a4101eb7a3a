import type { TraceEvent } from '../../src/core/trace.ts';
import { countDelivery, type DeliveryHistory } from '../../src/measure/delivery.ts';
import { lengthOf } from '../../src/measure/id-runs.ts';

export interface MessageCounts {
  readonly sent: number;
  readonly acknowledged: number;
  readonly received: number;
  readonly lost: number;
}

/** The messages of an arm as its trace tells of them; what the budget left out is counted in its place. */
export function tracedMessages(events: readonly TraceEvent[], act: string, arm?: string): MessageCounts {
  const own = events.filter((event) => event.act === act && event.arm === arm);
  const count = (kind: string) =>
    own.reduce((sum, event) => {
      if (event.kind === 'gap') return sum + (event.left[kind] ?? 0);
      return sum + (event.kind === kind ? 1 : 0);
    }, 0);
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
