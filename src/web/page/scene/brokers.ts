// Labs note a message where somebody of ours sends and receives it; who carried it in between noted nothing. But whoever
// acknowledged it had it: where that is not whom it was for, the message went through there.
import type { ActorId, TraceEvent } from '../../../core/trace.ts';

/** @returns whom messages from here to there go through; undefined where nobody says */
export function brokersOf(
  events: readonly TraceEvent[],
): (from: ActorId, to: ActorId) => ActorId | undefined {
  const ways = new Map<ActorId, Set<ActorId>>();
  for (const event of events)
    if (event.kind === 'send') ways.set(event.from, (ways.get(event.from) ?? new Set()).add(event.to));
  const brokers = new Map<ActorId, ActorId>();
  for (const event of events)
    if (event.kind === 'ack' && ways.has(event.from) && !ways.get(event.from)?.has(event.to))
      brokers.set(event.from, event.to);
  return (from, to) => {
    const broker = brokers.get(from);
    return broker !== to && ways.get(from)?.has(to) ? broker : undefined;
  };
}

/**
 * @returns when whoever carries a message had it, in µs: from then on it is behind there. Infinity for what was refused,
 * and for what nobody has acknowledged; what was lost otherwise had come there, also where the trace notes no answer.
 */
export function takenAt(events: readonly TraceEvent[]): (msg: string, from: ActorId) => number {
  const times = new Map<string, number>();
  const keyOf = (msg: string, from: ActorId) => JSON.stringify([msg, from]);
  for (const event of events) {
    if (event.kind !== 'ack' && (event.kind !== 'drop' || event.why === 'refused')) continue;
    const key = keyOf(event.msg, event.from);
    if (!times.has(key)) times.set(key, event.kind === 'ack' ? event.atUs : Number.NEGATIVE_INFINITY);
  }
  return (msg, from) => times.get(keyOf(msg, from)) ?? Number.POSITIVE_INFINITY;
}
