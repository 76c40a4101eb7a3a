import { messageOf } from '../core/errors.ts';
import { same } from '../core/text.ts';
import type { Trace } from '../core/trace.ts';
import { readTrace } from '../replay/read.ts';
import { loadRecord } from './load-record.ts';
import { cannotRead, readText } from './read-text.ts';
import { traceFileOf } from './run-store.ts';

/**
 * Reads a trace: its own file, the file of its record, or `last`.
 * @throws LabError (usage) when there is none or it is not a trace
 */
export async function loadTrace(which: string): Promise<{ file: string; trace: Trace }> {
  const file = which.endsWith('.jsonl') ? which : traceFileOf((await loadRecord(which)).file);
  const text = await readText(file);
  try {
    return { file, trace: readTrace(text) };
  } catch (error) {
    throw cannotRead(file, same(messageOf(error)));
  }
}
