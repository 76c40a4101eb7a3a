// What the page shows, and how it travels inside a file. No `node:*`: the page reads it, too.
import type { Lang } from '../core/text.ts';
import type { Trace } from '../core/trace.ts';
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

/** Gzip in base64: no character of it means anything to HTML. */
export async function pack(enclosed: Enclosed): Promise<string> {
  const gzip = new Blob([JSON.stringify(enclosed)]).stream().pipeThrough(new CompressionStream('gzip'));
  const bytes = new Uint8Array(await new Response(gzip).arrayBuffer());
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** @throws DOMException or TypeError on text that `pack` did not write */
export async function unpack(packed: string): Promise<Enclosed> {
  const bytes = Uint8Array.from(atob(packed), (character) => character.charCodeAt(0));
  const text = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return (await new Response(text).json()) as Enclosed;
}

/** Empty in the page that is built; what `pack` wrote is put into it. */
export const marker = '<script id="data" type="application/gzip;base64"></script>';
