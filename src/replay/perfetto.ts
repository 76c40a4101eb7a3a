import type { Trace, TraceEvent } from '../core/trace.ts';
import { hopsOf, outcomes } from './hops.ts';

/** One entry of the Trace Event Format (Chromium project, "Trace Event Format", 2016): what chrome://tracing and Perfetto open. */
type Entry = Readonly<Record<string, unknown>>;

/** A track per actor; hops as async spans with a flow from sender to receiver, states as instants, samples as counters. */
export function toPerfetto({ header, events }: Trace): string {
  const ids = new Map(header.actors.map(({ id }, index) => [id, index + 1]));
  const tidOf = (actor: string) => {
    if (!ids.has(actor)) ids.set(actor, ids.size + 1);
    return ids.get(actor) as number;
  };
  const hops = hopsOf(events, header.durationUs);
  const spans = [...hops.event].flatMap((place, index): Entry[] => {
    const { msg, from, to, atUs: sentUs } = events[place] as TraceEvent & { kind: 'send' };
    const endUs = hops.endUs[index];
    const outcome = outcomes[hops.outcome[index] ?? 0];
    const common = { pid: 1, cat: 'message', name: msg, id: index };
    return [
      { ...common, ph: 'b', ts: sentUs, tid: tidOf(from), args: { to, outcome } },
      { ...common, ph: 'e', ts: endUs, tid: tidOf(from) },
      { ...common, cat: 'hop', ph: 's', ts: sentUs, tid: tidOf(from) },
      { ...common, cat: 'hop', ph: 'f', bp: 'e', ts: endUs, tid: tidOf(to) },
    ];
  });
  const others = events.flatMap((event): Entry[] => {
    const at = { pid: 1, ts: event.atUs };
    switch (event.kind) {
      case 'state':
        return [{ ...at, ph: 'i', s: 't', name: event.state, tid: tidOf(event.actor) }];
      case 'mark':
        return [{ ...at, ph: 'i', s: 'g', name: event.text.en, tid: 0 }];
      case 'command':
        return [
          { ...at, ph: 'i', s: 't', name: event.command, tid: tidOf(event.from), args: { to: event.to } },
        ];
      case 'sample':
        return [{ ...at, ph: 'C', name: event.series, args: { value: event.value } }];
      default:
        return [];
    }
  });
  const names = [...ids].map(
    ([id, tid]): Entry => ({ ph: 'M', pid: 1, tid, name: 'thread_name', args: { name: id } }),
  );
  return `${JSON.stringify({ traceEvents: [...names, ...spans, ...others], displayTimeUnit: 'ms' })}\n`;
}
