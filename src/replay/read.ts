import type { Trace, TraceEvent, TraceHeader } from '../core/trace.ts';

/** The text of a trace file: the header, then an event a line. */
export function writeTrace({ header, events }: Trace): string {
  return [header, ...events].map((line) => `${JSON.stringify(line)}\n`).join('');
}

/**
 * Reads what `writeTrace` wrote.
 * @throws Error on text that is no trace, on a version we do not know, and on events out of order
 */
export function readTrace(text: string): Trace {
  const [first = '', ...lines] = text.split('\n').filter((line) => line !== '');
  const header = JSON.parse(first) as TraceHeader;
  if (header?.v !== 1 || typeof header.run !== 'string')
    throw new Error('it does not begin with the header of a trace');
  const events = lines.map((line) => JSON.parse(line) as TraceEvent);
  for (const [index, event] of events.entries()) {
    const before = events[index - 1];
    if (before && event && isAfter(before, event))
      throw new Error(`its events are out of order at line ${index + 2}`);
  }
  return { header, events };
}

function isAfter(one: TraceEvent, other: TraceEvent): boolean {
  return one.atUs > other.atUs || (one.atUs === other.atUs && one.seq >= other.seq);
}
