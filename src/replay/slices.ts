import type { Trace, TraceEvent } from '../core/trace.ts';

/** A part of a trace that is looked at by itself: an act, or one arm of it. */
export interface Slice {
  readonly act: string;
  /** Null for the whole act. */
  readonly arm: string | null;
}

/** Whatever is more than a figure: a slice without any of it has nothing that moves. */
const moving = new Set<TraceEvent['kind']>(['send', 'recv', 'ack', 'drop', 'command', 'state', 'place']);

/** The acts of a trace, each whole and then by its arms, in the order of their beginning; those in which something moves. */
export function slicesOf({ events }: Trace): Slice[] {
  const acts = new Map<string, Set<string>>();
  for (const { act, arm, kind } of events) {
    if (!moving.has(kind)) continue;
    const arms = acts.get(act) ?? new Set();
    acts.set(act, arms);
    if (arm !== undefined) arms.add(arm);
  }
  return [...acts].flatMap(([act, arms]) => [null, ...arms].map((arm) => ({ act, arm })));
}

/** With what is shown among them: while a run goes on that may be an act of figures only. */
export function withShown(slices: readonly Slice[], shown: Slice): readonly Slice[] {
  return slices.some(({ act }) => act === shown.act) ? slices : [...slices, { act: shown.act, arm: null }];
}

/** Where something went wrong, else where messages are; of two as good the first. */
export function tellingSlice({ events }: Trace, slices: readonly Slice[]): Slice | undefined {
  const has = (kind: TraceEvent['kind'], { act, arm }: Slice) =>
    events.some((event) => event.kind === kind && event.act === act && event.arm === arm);
  const arms = slices.filter(({ arm }) => arm !== null);
  return (
    arms.find((slice) => has('drop', slice)) ??
    arms.find((slice) => has('send', slice) || has('place', slice)) ??
    slices[0]
  );
}

/**
 * The events of a slice, with times from its own beginning. What was noted of no arm (a fault, a mark) is part of an arm
 * where it happened between that one's first and last event, and of no other's: nobody can tell whose it is where two
 * arms ran at the same time.
 */
export function sliceOf({ header, events }: Trace, { act, arm }: Slice): Trace {
  const ofAct = events.filter((event) => event.act === act);
  const own = arm === null ? ofAct : withUnnamed(ofAct, arm);
  const fromUs = own[0]?.atUs ?? 0;
  const shifted = own.map((event) => ({
    ...event,
    atUs: event.atUs - fromUs,
    ...(event.kind === 'gap' ? { toUs: event.toUs - fromUs } : {}),
  }));
  return { header: { ...header, durationUs: shifted.at(-1)?.atUs ?? 0 }, events: shifted };
}

function withUnnamed(ofAct: readonly TraceEvent[], arm: string): TraceEvent[] {
  const spans = new Map<string, { fromUs: number; toUs: number }>();
  for (const event of ofAct) {
    if (event.arm === undefined) continue;
    const fromUs = spans.get(event.arm)?.fromUs ?? event.atUs;
    spans.set(event.arm, { fromUs, toUs: event.atUs });
  }
  const isOf = ({ atUs }: TraceEvent) => {
    const at = [...spans].filter(([, { fromUs, toUs }]) => fromUs <= atUs && atUs <= toUs);
    return at.length === 1 && at[0]?.[0] === arm;
  };
  return ofAct.filter(
    (event) =>
      event.arm === arm ||
      (event.arm === undefined && (event.kind === 'state' || event.kind === 'mark') && isOf(event)),
  );
}
