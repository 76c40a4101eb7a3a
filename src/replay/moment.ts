import type { ActorId, ActorState, TraceEvent } from '../core/trace.ts';

/** What had happened up to a point in time; what the budget left out is counted. */
export interface Tally {
  readonly actors: Readonly<Record<ActorId, ActorState>>;
  /** Events of each kind so far: send, recv, ack, drop, command, … */
  readonly counts: Readonly<Record<string, number>>;
  readonly samples: Readonly<Record<string, number>>;
}

export const nothingYet: Tally = { actors: {}, counts: {}, samples: {} };

/** The tally after one event more. */
export function after(tally: Tally, event: TraceEvent): Tally {
  switch (event.kind) {
    case 'state':
      return { ...counted(tally, 'state', 1), actors: { ...tally.actors, [event.actor]: event.state } };
    case 'sample':
      return { ...counted(tally, 'sample', 1), samples: { ...tally.samples, [event.series]: event.value } };
    case 'gap':
      return Object.entries(event.left).reduce((sum, [kind, left]) => counted(sum, kind, left), tally);
    default:
      return counted(tally, event.kind, 1);
  }
}

function counted(tally: Tally, kind: string, more: number): Tally {
  return { ...tally, counts: { ...tally.counts, [kind]: (tally.counts[kind] ?? 0) + more } };
}
