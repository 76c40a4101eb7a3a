import type { Trace, TraceEvent } from '../../src/core/trace.ts';

/** These events as a trace. */
export function traceOf(events: readonly TraceEvent[], durationUs: number, left = 0): Trace {
  return {
    header: {
      v: 1,
      run: 'a-run',
      lab: 'tiny',
      clock: 'hrtime',
      startedAt: '2026-11-23T03:15:02.007Z',
      durationUs,
      actors: [],
      series: [],
      budget: 800,
      kept: events.length,
      left,
    },
    events,
  };
}
