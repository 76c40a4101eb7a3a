import type { Report, TerminalPage } from '../report/report.ts';
import type { Format } from './flags.ts';

/** Renders a report; each renderer is loaded only when it is asked for. */
export async function renderAs(
  format: Format,
  report: Report,
  page: TerminalPage,
  detail: boolean,
): Promise<string> {
  switch (format) {
    case 'json':
      return (await import('../render/json.ts')).renderJson(report);
    case 'csv':
      return (await import('../render/csv.ts')).renderCsv(report, page.lang);
    case 'md':
      return (await import('../render/markdown/page.ts')).renderMarkdown(report, page.lang);
    case 'terminal':
      return (await import('../render/terminal/report.ts')).renderReport(report, page, detail);
  }
}
