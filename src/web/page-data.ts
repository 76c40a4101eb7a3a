// What the page shows, and how it travels inside a file. No `node:*`: the page reads it, too.
import type { Lang } from '../core/text.ts';
import type { Trace, TraceEvent, TraceHeader } from '../core/trace.ts';
import { visible } from '../render/printable.ts';
import { withoutData } from '../render/provenance.ts';
import { mapStrings } from '../report/map-strings.ts';
import type { Report } from '../report/report.ts';

/** One run. Both languages are in it, as everywhere. */
export interface PageData {
  readonly report: Report;
  /** Null for a run that wrote none. */
  readonly trace: Trace | null;
}

/** Everything in a page that stands by itself. */
export interface Enclosed {
  /** Of who wrote it; a reader may switch. */
  readonly lang: Lang;
  /** Without the tables and drawings of each act. */
  readonly short: boolean;
  readonly runs: readonly PageData[];
}

/**
 * A run as the page gets it: without the figures that it does not show and without what tells where it was kept, and
 * with nothing in it that a browser obeys.
 */
export function pageData(report: Report, trace: Trace | null): PageData {
  const { record, ...shown } = withoutData(report);
  const servers = record.servers.map((server) => ({ ...server, args: [] }));
  return mapStrings(
    { report: { ...shown, recordFile: null, record: { ...record, servers } }, trace },
    visible,
  );
}

/** What the page is called, in the language that it is shown in. */
export function titleOf(runs: readonly PageData[], lang: Lang): string {
  return runs.map(({ report }) => report.lab.title[lang]).join(' · ');
}

/** Gzip in base64: no character of it means anything to HTML. The events get new numbers, in the same order. */
export async function pack(enclosed: Enclosed): Promise<string> {
  const runs = enclosed.runs.map(({ report, trace }) => ({
    report,
    trace: trace && { header: trace.header, columns: columnsOf(trace.events) },
  }));
  const json = JSON.stringify({ ...enclosed, runs });
  const gzip = new Blob([json]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(gzip).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** @throws DOMException or TypeError on text that `pack` did not write */
export async function unpack(packed: string): Promise<Enclosed> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  const { runs, ...enclosed } = (await new Response(text).json()) as Packed;
  return {
    ...enclosed,
    runs: runs.map(({ report, trace }) => ({
      report,
      trace: trace && { header: trace.header, events: eventsOf(trace.columns) },
    })),
  };
}

type Packed = Omit<Enclosed, 'runs'> & {
  readonly runs: readonly {
    readonly report: Report;
    readonly trace: { readonly header: TraceHeader; readonly columns: Columns } | null;
  }[];
};

/** What all events have of one name, one after the other; null where an event has none. */
type Columns = Readonly<Record<string, readonly unknown[]>>;

/** By columns, and times as differences, events take a quarter of the room. */
function columnsOf(events: readonly TraceEvent[]): Columns {
  const rows = events.map(({ seq: _, ...event }, at): Record<string, unknown> => {
    return { ...event, atUs: event.atUs - (events[at - 1]?.atUs ?? 0) };
  });
  const names = [...new Set(rows.flatMap(Object.keys))];
  return Object.fromEntries(names.map((name) => [name, rows.map((row) => row[name] ?? null)]));
}

function eventsOf(columns: Columns): TraceEvent[] {
  let atUs = 0;
  return (columns.atUs ?? []).map((since, seq) => {
    atUs += Number(since);
    const had = Object.entries(columns).flatMap(([name, values]) =>
      values[seq] === null ? [] : [[name, values[seq]]],
    );
    return { ...Object.fromEntries(had), atUs, seq } as TraceEvent;
  });
}

/** Empty in the page that is built; what `pack` wrote is put into it. */
export const marker = '<script id="data" type="application/gzip;base64"></script>';
