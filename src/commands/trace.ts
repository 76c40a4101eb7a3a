import { loadTrace } from '../course/load-trace.ts';
import { visibleJson } from '../render/printable.ts';
import { toPerfetto } from '../replay/perfetto.ts';
import { writeTrace } from '../replay/read.ts';
import type { Io } from '../terminal/io.ts';

/** `redis-lab trace [last|file]`: the trace of a run as JSON lines, or for ui.perfetto.dev and chrome://tracing. */
export async function exportTrace(
  io: Io,
  which: string,
  { format }: { readonly format: 'jsonl' | 'perfetto' },
): Promise<void> {
  const { trace } = await loadTrace(which);
  await io.out(visibleJson(format === 'perfetto' ? toPerfetto(trace) : writeTrace(trace)));
}
