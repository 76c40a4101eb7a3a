import type { ActFindings, Findings } from '../../report/findings.ts';
import type { Report, TerminalPage } from '../../report/report.ts';
import { typed } from '../commands.ts';
import { notesOnce } from '../notes-once.ts';
import { measuredOn } from '../provenance.ts';
import { skippedAlike } from '../skipped.ts';
import { actWords, footer, headings } from '../words.ts';
import { renderBlock } from './blocks.ts';
import { labelled, renderWarnings } from './ending.ts';
import { renderAsked } from './prediction.ts';
import { styleOf, titled } from './style.ts';
import { hang, paragraph, proseColumns, unbroken } from './text.ts';
import { renderPoints } from './verdict.ts';

/** Act by act, with the tables; then what the verdicts rest on, the warnings, and what to try. */
export function detailSections(report: Report, findings: Findings, page: TerminalPage): (string | null)[] {
  const acts = notesOnce(findings.acts);
  return [
    ...acts.flatMap((act) => (act.skipped ? skippedSection(act, acts, page) : actSections(act, page))),
    renderEvidence(findings, page),
    renderWarnings(findings, page),
    renderTries(report, page),
    renderFooter(report, page),
  ];
}

/** The headlines stand in the ending, right below. */
function renderEvidence({ checks }: Findings, page: TerminalPage): string | null {
  const shown = checks.filter(({ evidence }) => evidence.points.length > 0);
  if (shown.length === 0) return null;
  const points = shown.map((check) => renderPoints(check, page)).join('\n');
  return titled(headings.evidence[page.lang], [points], page);
}

function actSections(act: ActFindings, page: TerminalPage): string[] {
  const { lang, columns } = page;
  const { strong, accent } = styleOf(page);
  const title = strong(actWords.named(act)[lang]);
  const name = hang(`${accent('▸')} `, title, columns);
  const asked = act.prediction && renderAsked(act.prediction, page);
  const opening = [name, ...(act.headline ? [paragraph(act.headline[lang], columns)] : [])];
  return [
    opening.join('\n'),
    ...(asked ? [asked] : []),
    ...act.blocks.map((block) => renderBlock(block, page)),
  ];
}

function skippedSection(act: ActFindings, acts: readonly ActFindings[], page: TerminalPage): string[] {
  const { lang, columns } = page;
  const { strong, faint, accent } = styleOf(page);
  const alike = skippedAlike(act, acts);
  if (alike.length === 0) return [];
  const names = alike.map((one) => strong(actWords.named(one)[lang])).join(' · ');
  const reason = `${actWords.skipped[lang]}: ${act.skipped?.[lang]}`;
  return [[hang(`${accent('▸')} `, names, columns), faint(paragraph(reason, columns))].join('\n')];
}

function renderTries(report: Report, page: TerminalPage): string | null {
  if (report.tryNext.length === 0) return null;
  const { accent, faint } = styleOf(page);
  const parts = report.tryNext.map(({ command, look }) => {
    const seen = hang('    ', look[page.lang], proseColumns(page.columns));
    return `  ${faint('$')} ${accent(typed(command, report))}\n${seen}`;
  });
  return titled(headings.tryNext[page.lang], [parts.join('\n')], page);
}

/** Where it was measured and where it is kept, also of a run that did not complete. */
export function renderFooter(report: Report, page: TerminalPage): string {
  const { lab, record, recordFile } = report;
  const { lang } = page;
  return labelled(
    [
      ...(record.outcome === 'completed'
        ? [[footer.lesson[lang], unbroken(typed(`redis-lab lesson ${lab.id}`, report))] as const]
        : []),
      [footer.measuredOn[lang], measuredOn(record, lang)],
      ...(recordFile === null ? [] : [[footer.record[lang], unbroken(recordFile)] as const]),
    ],
    page,
  );
}
