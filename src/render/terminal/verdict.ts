import type { Check, Untested, Verdict } from '../../report/findings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { actWords, verdictWords } from '../words.ts';
import { type Style, styleOf } from './style.ts';
import { hang, proseColumns } from './text.ts';

const glyphs: Readonly<Record<Verdict, string>> = { held: '✓', refuted: '✗', inconclusive: '?' };

/** The verdict, the sentence it is about, and under it the deciding figure. */
export function renderCheck({ claim, verdict, sentence, evidence }: Check, page: TerminalPage): string {
  const { lang, columns } = page;
  const style = styleOf(page);
  const paint = paintOf(verdict, style);
  const word = style.strong(paint(verdictWords[verdict][lang]));
  const heading = `${claim}  ${word}  "${sentence[lang]}"`;
  return [
    hang(`  ${paint(glyphs[verdict])} `, heading, proseColumns(columns)),
    hang('    ', evidence.headline[lang], proseColumns(columns)),
  ].join('\n');
}

/** @param before the claim above it, when that was not tested either: a reason is said once */
export function renderUntested(untested: Untested, before: Untested | undefined, page: TerminalPage): string {
  const { claim, sentence, reason } = untested;
  const { lang, columns } = page;
  const { faint } = styleOf(page);
  const why = before?.reason.en === reason.en ? '' : `: ${reason[lang]}`;
  const said = `${claim}  ${actWords.notTested[lang]}  "${sentence[lang]}"${why}`;
  return hang('  · ', said, proseColumns(columns)).split('\n').map(faint).join('\n');
}

/** What a verdict rests on besides its headline: each condition with its figures. */
export function renderPoints({ claim, evidence }: Check, page: TerminalPage): string {
  const { lang, columns } = page;
  const said = evidence.points.map((text) => hang('    - ', text[lang], proseColumns(columns)));
  return [`  ${styleOf(page).strong(claim)}`, ...said].join('\n');
}

function paintOf(verdict: Verdict, style: Style) {
  return { held: style.good, refuted: style.bad, inconclusive: style.unsure }[verdict];
}
