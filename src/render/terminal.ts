import type { Findings } from '../report/findings.ts';
import type { Report, TerminalPage } from '../report/report.ts';
import { mapStrings } from './printable.ts';
import { lessonFile, measuredOn, withoutData } from './provenance.ts';
import { finished, fitFor } from './terminal-ascii.ts';
import { renderBlock, titled } from './terminal-blocks.ts';
import { styleOf } from './terminal-style.ts';
import { hang, padEnd, paragraph, proseColumns, widestLine } from './terminal-text.ts';
import { renderChecks, renderPrediction } from './terminal-verdict.ts';
import { unfinishedRun } from './unfinished.ts';
import { footer, headings } from './words.ts';

/** Everything after the experiment, in the order in which a learner asks: what, is it so, why, what now. */
export function renderReport(report: Report, page: TerminalPage): string {
  const shown = mapStrings(withoutData(report), fitFor(page));
  const { findings, record } = shown;
  const sections =
    record.outcome === 'completed' && findings !== null
      ? completed(shown, findings, page)
      : [unfinished(shown, page), renderFooter(shown, page)];
  return finished(sections, page);
}

function completed(report: Report, findings: Findings, page: TerminalPage): (string | null)[] {
  const { lang, columns } = page;
  const say = (heading: string, text: string) => titled(heading, [paragraph(text, columns)], page);
  return [
    ...findings.blocks.map((block) => renderBlock(block, page)),
    findings.checks.length > 0 ? renderChecks(findings.checks, page) : null,
    renderPrediction(report, findings, page),
    renderWarnings(findings, page),
    say(headings.why[lang], findings.why[lang]),
    say(headings.caveat[lang], findings.caveat[lang]),
    renderTryNext(report, page),
    renderFooter(report, page),
  ];
}

function renderWarnings({ warnings }: Findings, page: TerminalPage): string | null {
  if (warnings.length === 0) return null;
  const sign = `  ${styleOf(page).unsure('!')} `;
  const lines = warnings.map((warning) => hang(sign, warning[page.lang], proseColumns(page.columns)));
  return titled(headings.warnings[page.lang], [lines.join('\n')], page);
}

function renderTryNext({ tryNext }: Report, page: TerminalPage): string | null {
  if (tryNext.length === 0) return null;
  const { accent, faint } = styleOf(page);
  const parts = tryNext.map(
    ({ command, look }) =>
      `  ${faint('$')} ${accent(command)}\n${hang('    ', look[page.lang], proseColumns(page.columns))}`,
  );
  return titled(headings.tryNext[page.lang], [parts.join('\n')], page);
}

function renderFooter({ lab, record, nextLab, recordFile }: Report, page: TerminalPage): string {
  const { lang } = page;
  const { faint } = styleOf(page);
  const entries: [string, string][] = [];
  if (record.outcome === 'completed') {
    if (nextLab !== null)
      entries.push([footer.nextLab[lang], `redis-lab ${nextLab.id}  ${nextLab.title[lang]}`]);
    entries.push([footer.lesson[lang], lessonFile(lab.id, lang)]);
  }
  entries.push([footer.measuredOn[lang], measuredOn(record, lang)]);
  if (recordFile !== null) entries.push([footer.record[lang], recordFile]);
  const width = widestLine(entries.map(([key]) => key));
  return entries
    .map(([key, value]) => hang(`  ${faint(padEnd(key, width))}  `, value, proseColumns(page.columns)))
    .join('\n');
}

/** A run that did not get to its end: what, why, what next, and no verdict. */
function unfinished(report: Report, page: TerminalPage): string {
  const { heading, noVerdict, said } = unfinishedRun(report, page.lang);
  const lines = said.map((text) => paragraph(text, page.columns)).join('\n');
  return titled(heading, [paragraph(noVerdict, page.columns), lines], page);
}
