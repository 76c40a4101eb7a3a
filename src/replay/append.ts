import type { Trace, TraceEvent } from '../core/trace.ts';

/**
 * The trace with more events, for a run that goes on: put in their order by (atUs, seq), those that are there already
 * left out. Nothing in it changes, it is a new one: who watches compiles the act and the arm that are shown anew, which
 * takes 2 ms for what the budget keeps of an arm. Ten times a second is often enough.
 */
export function appended({ header, events }: Trace, more: readonly TraceEvent[]): Trace {
  const seen = new Set(events.map(({ seq }) => seq));
  const fresh = more.filter(({ seq }) => !seen.has(seq) && seen.add(seq));
  const all = [...events, ...fresh].sort((a, b) => a.atUs - b.atUs || a.seq - b.seq);
  const durationUs = Math.max(header.durationUs, all.at(-1)?.atUs ?? 0);
  return { header: { ...header, durationUs, kept: all.length }, events: all };
}
