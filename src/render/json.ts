import type { RunRecord } from '../core/record.ts';
import type { Findings } from '../report/findings.ts';
import type { Report } from '../report/report.ts';
import { visibleJson } from './printable.ts';

/** What `--json` prints. `record.schema.json` in the package describes it; it is made of these types. */
export interface JsonDocument {
  readonly record: RunRecord;
  /** Null when the run did not complete. */
  readonly findings: Findings | null;
}

/** One document with everything that was measured and judged, in both languages. */
export function renderJson({ record, findings }: Report): string {
  const document: JsonDocument = { record, findings };
  return visibleJson(`${JSON.stringify(document, null, 2)}\n`);
}
