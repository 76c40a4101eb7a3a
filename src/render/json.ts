import type { Report } from '../report/report.ts';

/** One document with everything that was measured and judged, in both languages. */
export function renderJson({ record, findings }: Report): string {
  return `${JSON.stringify({ record, findings }, null, 2)}\n`;
}
