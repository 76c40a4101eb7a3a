import type { Text } from '../../core/text.ts';
import type { Findings } from '../../report/findings.ts';
import type { Report, TerminalPage } from '../../report/report.ts';
import { typed } from '../commands.ts';
import { footer, headings } from '../words.ts';
import { renderBlock } from './blocks.ts';
import { predictionEntries } from './prediction.ts';
import { styleOf, titled } from './style.ts';
import { hang, padEnd, proseColumns, unbroken, widestLine } from './text.ts';
import { renderCheck, renderUntested } from './verdict.ts';

/**
 * The table that decides, then one screen: verdicts, the prediction beside the measurement, why, limit, what next, a question to talk about.
 * Under the details it leaves out what they have said.
 */
export function endingSections(
  report: Report,
  findings: Findings,
  page: TerminalPage,
  underDetails: boolean,
): (string | null)[] {
  return [
    findings.comparison && renderBlock(findings.comparison, page),
    screen(report, findings, page, underDetails),
  ];
}

function screen(report: Report, findings: Findings, page: TerminalPage, underDetails: boolean): string {
  const { lang } = page;
  const entries: [string, string][] = [
    ...predictionEntries(findings.acts, page),
    [headings.why[lang], findings.why[lang]],
    [headings.caveat[lang], findings.caveat[lang]],
    ...(underDetails ? [] : warningEntry(findings, page)),
    ...onward(report, page, underDetails),
    ...(findings.discuss ? [[headings.discuss[lang], findings.discuss[lang]] as [string, string]] : []),
  ];
  return [
    styleOf(page).strong(headings.verdict[lang]),
    ...findings.checks.map((check) => renderCheck(check, page)),
    ...findings.untested.map((one, index) => renderUntested(one, findings.untested[index - 1], page)),
    '',
    labelled(entries, page),
  ].join('\n');
}

/** The first warning; how many more the details have. */
function warningEntry({ warnings }: Findings, { lang }: TerminalPage): [string, string][] {
  const [first] = warnings;
  if (!first) return [];
  const more = warnings.length - 1;
  const others = { ko: `(그 밖에 ${more}가지)`, en: `(and ${more} more)` }[lang];
  return [[headings.warnings[lang], more === 0 ? first[lang] : `${first[lang]} ${unbroken(others)}`]];
}

function onward(report: Report, { lang }: TerminalPage, underDetails: boolean): [string, string][] {
  const { tryNext, nextLab, keysBelow = false } = report;
  const entry = ({ [lang]: label }: Text, command: string): [string, string] => [
    label,
    unbroken(typed(command, report)),
  ];
  return [
    ...(underDetails ? [] : tryNext.map(({ command }) => entry(headings.tryNext, command))),
    ...(nextLab && !keysBelow ? [entry(footer.nextLab, `redis-lab ${nextLab.id}`)] : []),
    ...(underDetails || keysBelow ? [] : [entry(footer.details, 'redis-lab show last --detail')]),
  ];
}

/** Labels in one column, what they say beside them. A label that repeats is left blank. */
export function labelled(entries: readonly (readonly [string, string])[], page: TerminalPage): string {
  const { faint } = styleOf(page);
  const width = widestLine(entries.map(([label]) => label));
  return entries
    .map(([label, text], index) => {
      const shown = entries[index - 1]?.[0] === label ? '' : label;
      return hang(`  ${faint(padEnd(shown, width))}  `, text, proseColumns(page.columns));
    })
    .join('\n');
}

/** A heading over warnings, one a line. */
export function renderWarnings({ warnings }: Findings, page: TerminalPage): string | null {
  if (warnings.length === 0) return null;
  const sign = `  ${styleOf(page).unsure('!')} `;
  const lines = warnings.map((warning) => hang(sign, warning[page.lang], proseColumns(page.columns)));
  return titled(headings.warnings[page.lang], [lines.join('\n')], page);
}
