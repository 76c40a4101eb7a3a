import type { ActorId, Hop, Place, TraceEvent } from '../core/trace.ts';

/**
 * Messages on their way, by columns: a message is a place, the same in each of them, in the order of sending. From its
 * sending to its arrival, or to the moment when it was given up; one that nothing more is known of is open to the end, or
 * to where the trace begins to leave things out.
 */
export interface Hops {
  readonly length: number;
  /** Whom the numbers in `from` and `to` stand for. */
  readonly actors: readonly ActorId[];
  readonly from: Int32Array;
  readonly to: Int32Array;
  readonly sentUs: Float64Array;
  readonly endUs: Float64Array;
  /** The places of these among `outcomes`. */
  readonly outcome: Uint8Array;
  /** The place of its sending among the events. */
  readonly event: Int32Array;
}

export const outcomes = ['open', 'received', 'dropped'] as const;

/**
 * Pairs sends with what became of them: its arrival, its loss, or that it went on from where it was sent to, for then it
 * had come there.
 */
export function hopsOf(events: readonly TraceEvent[], durationUs: number): Hops {
  const sends = events.flatMap((event, index) => (event.kind === 'send' ? [{ event, index }] : []));
  const numbers = new Map<ActorId, number>();
  const numberOf = (actor: ActorId) => {
    const number = numbers.get(actor) ?? numbers.size;
    numbers.set(actor, number);
    return number;
  };
  const columns = {
    from: Int32Array.from(sends, ({ event }) => numberOf(event.from)),
    to: Int32Array.from(sends, ({ event }) => numberOf(event.to)),
    sentUs: Float64Array.from(sends, ({ event }) => event.atUs),
    // At the very end they are still there.
    endUs: new Float64Array(sends.length).fill(durationUs + 1),
    outcome: new Uint8Array(sends.length),
    event: Int32Array.from(sends, ({ index }) => index),
  };
  const open = new Map<string, number>();
  const bound = new Map<string, string>();
  const end = (key: string | undefined, atUs: number, outcome: (typeof outcomes)[number]) => {
    const hop = open.get(key ?? '');
    if (key === undefined || hop === undefined) return;
    open.delete(key);
    columns.endUs[hop] = atUs;
    columns.outcome[hop] = outcomes.indexOf(outcome);
  };
  let sent = 0;
  for (const event of events) {
    if (event.kind === 'gap') {
      for (const hop of open.values()) {
        const { act, arm } = sends[hop]?.event ?? event;
        if (act === event.act && arm === event.arm) columns.endUs[hop] = event.atUs;
      }
    }
    if (event.kind !== 'send' && event.kind !== 'recv' && event.kind !== 'drop') continue;
    const key = keyOf(event);
    end(bound.get(placeOf(event, event.from)), event.atUs, 'received');
    if (event.kind === 'send') {
      open.set(key, sent);
      bound.set(placeOf(event, event.to), key);
      sent += 1;
    } else end(key, event.atUs, event.kind === 'recv' ? 'received' : 'dropped');
  }
  return { length: sends.length, actors: [...numbers.keys()], ...columns };
}

function keyOf({ act, arm, msg, from, to, n }: Place & Hop): string {
  return JSON.stringify([act, arm, msg, from, to, n ?? 1]);
}

/** A message at an actor. */
function placeOf({ act, arm, msg }: Place & Hop, actor: ActorId): string {
  return JSON.stringify([act, arm, msg, actor]);
}
