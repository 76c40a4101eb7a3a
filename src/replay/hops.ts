import type { Hop, Place, TraceEvent } from '../core/trace.ts';

/** A message on its way: from its sending to its arrival, or to the moment when it was given up. */
export interface Flight {
  readonly msg: string;
  readonly from: string;
  readonly to: string;
  readonly sentUs: number;
  readonly endUs: number;
  readonly outcome: 'received' | 'dropped' | 'open';
  /** The place of its sending among the events. */
  readonly event: number;
}

/** Pairs sends with what became of them. A message that nothing more is known of is open to the end. */
export function flightsOf(events: readonly TraceEvent[], durationUs: number): Flight[] {
  const flights: { -readonly [Key in keyof Flight]: Flight[Key] }[] = [];
  const open = new Map<string, (typeof flights)[number]>();
  events.forEach((event, index) => {
    if (event.kind === 'send') {
      const { msg, from, to, atUs } = event;
      const flight = {
        msg,
        from,
        to,
        sentUs: atUs,
        endUs: durationUs,
        outcome: 'open' as const,
        event: index,
      };
      flights.push(flight);
      open.set(keyOf(event), flight);
    } else if (event.kind === 'recv' || event.kind === 'drop') {
      const key = keyOf(event);
      const flight = open.get(key);
      if (!flight) return;
      open.delete(key);
      flight.endUs = event.atUs;
      flight.outcome = event.kind === 'recv' ? 'received' : 'dropped';
    }
  });
  return flights;
}

function keyOf({ act, arm, msg, from, to, n }: Place & Hop): string {
  return JSON.stringify([act, arm, msg, from, to, n ?? 1]);
}
