import type { Text } from '../../core/text.ts';
import type { Findings } from '../../report/findings.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { Report, TerminalPage } from '../../report/report.ts';
import { typed } from '../commands.ts';
import { footer, headings } from '../words.ts';
import { renderBlock } from './blocks.ts';
import { predictionEntries } from './prediction.ts';
import { styleOf, titled } from './style.ts';
import { hang, padEnd, proseColumns, rowsOf, unbroken, widestLine, widthOf } from './text.ts';
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

/** A part of the screen below the verdicts. Where there is little room the largest `yields` goes first; 0 never goes. */
interface Part {
  readonly yields: number;
  readonly entries: readonly (readonly [label: string, text: string])[];
}

function screen(report: Report, findings: Findings, page: TerminalPage, underDetails: boolean): string {
  const { lang } = page;
  const parts: Part[] = [
    { yields: 2, entries: predictionEntries(findings.acts, page) },
    { yields: 3, entries: findings.why[lang] ? [[headings.why[lang], findings.why[lang]]] : [] },
    { yields: 6, entries: findings.caveat[lang] ? [[headings.caveat[lang], findings.caveat[lang]]] : [] },
    ...(underDetails ? [] : [{ yields: 4, entries: warningEntry(findings, page) }]),
    ...onward(report, page, underDetails),
    { yields: 7, entries: findings.discuss ? [[headings.discuss[lang], findings.discuss[lang]]] : [] },
  ];
  const untested = mapStrings(findings.untested, (text) => typed(text, report));
  const verdicts = [
    styleOf(page).strong(headings.verdict[lang]),
    ...findings.checks.map((check) => renderCheck(check, page)),
    ...untested.map((one, index) => renderUntested(one, untested[index - 1], page)),
    '',
  ].join('\n');
  const drawn = (kept: readonly Part[]) =>
    `${verdicts}\n${labelled(
      kept.flatMap(({ entries }) => entries),
      page,
    )}`;
  const fits = (kept: readonly Part[]) => rowsOf(drawn(kept), page.columns) <= roomOf(report, page);
  return drawn(underDetails ? parts : fitting(parts, fits));
}

/** The rows of a small terminal: 24 at 80 columns, 20 below; the keys take two of them. */
function roomOf({ keysBelow = false }: Report, { columns }: TerminalPage): number {
  return (columns < 80 ? 20 : 24) - (keysBelow ? 2 : 0);
}

/** The parts that there is room for, the dearest first. What yields stands in the details. */
function fitting(parts: readonly Part[], fits: (kept: readonly Part[]) => boolean): readonly Part[] {
  let kept: readonly Part[] = [];
  for (const part of parts.toSorted((one, other) => one.yields - other.yields)) {
    const more = parts.filter((one) => one === part || kept.includes(one));
    if (part.yields === 0 || fits(more)) kept = more;
  }
  return kept;
}

/** The first warning; how many more the details have. */
function warningEntry({ warnings }: Findings, { lang }: TerminalPage): [string, string][] {
  const [first] = warnings;
  if (!first) return [];
  const more = warnings.length - 1;
  const others = { ko: `(그 밖에 ${more}가지는 자세히 보기에)`, en: `(${more} more in the details)` }[lang];
  return [[headings.warnings[lang], more === 0 ? first[lang] : `${first[lang]} ${unbroken(others)}`]];
}

function onward(report: Report, { lang }: TerminalPage, underDetails: boolean): Part[] {
  const { nextLab, recordFile, shownAs = 'last', keysBelow = false } = report;
  // Of a run that could not be kept nothing can be shown.
  const tryNext = report.tryNext.filter(({ command }) => recordFile !== null || !shows(command));
  const part = (yields: number, { [lang]: label }: Text, command: string): Part => ({
    yields,
    entries: [[label, unbroken(typed(command, report))]],
  });
  return [
    ...(underDetails
      ? []
      : tryNext.map(({ command }, index) => part(index === 0 ? 5 : 8, headings.tryNext, command))),
    ...(nextLab && !keysBelow ? [part(1, footer.nextLab, `redis-lab ${nextLab.id}`)] : []),
    ...(underDetails || keysBelow || recordFile === null
      ? []
      : [part(0, footer.details, `redis-lab show ${shownAs} --detail`)]),
  ];
}

const shows = (command: string): boolean => command.startsWith('redis-lab show ');

/**
 * Labels in one column, what they say beside them. A label that repeats is left blank. A path or a command that has
 * no room there begins a line of its own, at its very beginning: to be copied whole.
 */
export function labelled(entries: readonly (readonly [string, string])[], page: TerminalPage): string {
  const { faint } = styleOf(page);
  const width = widestLine(entries.map(([label]) => label));
  return entries
    .map(([label, text], index) => {
      const shown = entries[index - 1]?.[0] === label ? '' : label;
      const prefix = `  ${faint(padEnd(shown, width))}  `;
      const isUnbroken = !text.includes(' ');
      if (isUnbroken && widthOf(prefix + text) > page.columns) return `  ${faint(shown)}\n${text}`;
      return hang(prefix, text, proseColumns(page.columns));
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
