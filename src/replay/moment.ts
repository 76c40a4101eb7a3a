import type { ActorId, ActorState, TraceEvent } from '../core/trace.ts';

/** What had happened up to a point in time; what the budget left out is counted. */
export interface Tally {
  readonly actors: ReadonlyMap<ActorId, ActorState>;
  /** Events of each kind so far: send, recv, ack, drop, command, … */
  readonly counts: ReadonlyMap<string, number>;
  readonly samples: ReadonlyMap<string, number>;
}

/** A tally that goes on. */
export interface OpenTally {
  readonly actors: Map<ActorId, ActorState>;
  readonly counts: Map<string, number>;
  readonly samples: Map<string, number>;
}

export function openTally(from?: Tally): OpenTally {
  return {
    actors: new Map(from?.actors),
    counts: new Map(from?.counts),
    samples: new Map(from?.samples),
  };
}

/** Counts one event more. */
export function count(tally: OpenTally, event: TraceEvent): void {
  if (event.kind === 'gap') {
    for (const [kind, left] of Object.entries(event.left)) add(tally, kind, left);
    return;
  }
  add(tally, event.kind, 1);
  if (event.kind === 'state') tally.actors.set(event.actor, event.state);
  if (event.kind === 'sample') tally.samples.set(event.series, event.value);
}

function add({ counts }: OpenTally, kind: string, more: number): void {
  counts.set(kind, (counts.get(kind) ?? 0) + more);
}
