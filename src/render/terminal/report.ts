import { mapStrings } from '../../report/map-strings.ts';
import type { Report, TerminalPage } from '../../report/report.ts';
import { withoutData } from '../provenance.ts';
import { unfinishedRun } from '../unfinished.ts';
import { finished, fitFor } from './ascii.ts';
import { detailSections, renderFooter } from './details.ts';
import { endingSections } from './ending.ts';
import { titled } from './style.ts';
import { paragraph } from './text.ts';

/** The ending of a run; with `detail` everything else before it, so that the verdict is what stays on the screen. */
export function renderReport(report: Report, page: TerminalPage, detail = false): string {
  const shown = mapStrings(withoutData(report), fitFor(page));
  const { findings, record } = shown;
  if (record.outcome !== 'completed' || findings === null)
    return finished([unfinished(shown, page), renderFooter(shown, page)], page);
  const details = detail ? detailSections(shown, findings, page) : [];
  return finished([...details, ...endingSections(shown, findings, page, detail)], page);
}

/** A run that did not get to its end: what, why, what next, and no verdict. */
function unfinished(report: Report, page: TerminalPage): string {
  const { heading, noVerdict, said } = unfinishedRun(report, page.lang);
  const lines = said.map((text) => paragraph(text, page.columns)).join('\n');
  return titled(heading, [paragraph(noVerdict, page.columns), lines], page);
}
