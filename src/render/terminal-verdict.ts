import type { Check, Findings, Verdict } from '../report/findings.ts';
import type { Report, TerminalPage } from '../report/report.ts';
import { type PredictionOutcome, predictionOutcome } from './prediction.ts';
import { titled } from './terminal-blocks.ts';
import { type Style, styleOf } from './terminal-style.ts';
import { hang, padEnd, paragraph, proseColumns, widestLine } from './terminal-text.ts';
import { headings, predictionWords, verdictWords } from './words.ts';

const glyphs: Readonly<Record<Verdict, string>> = { held: '✓', refuted: '✗', inconclusive: '?' };

/** One check after the other: the word first, then the figures it rests on. */
export function renderChecks(checks: readonly Check[], page: TerminalPage): string {
  const style = styleOf(page);
  const parts = checks.map(({ claim, verdict, evidence }) => {
    const paint = paintOf(verdict, style);
    const word = style.strong(paint(verdictWords[verdict][page.lang]));
    const heading = `  ${paint(glyphs[verdict])} ${claim}  ${word}`;
    return `${heading}\n${hang('    ', evidence[page.lang], proseColumns(page.columns))}`;
  });
  return titled(headings.verdict[page.lang], parts, page);
}

/** What the learner said against what was measured; null where they said nothing. */
export function renderPrediction(report: Report, findings: Findings, page: TerminalPage): string | null {
  const outcome = predictionOutcome(report, findings, page.lang);
  return outcome === null
    ? null
    : titled(headings.prediction[page.lang], [comparison(outcome, page), ...spoken(outcome, page)], page);
}

function comparison({ chosen, answer }: PredictionOutcome, page: TerminalPage): string {
  const { lang } = page;
  const keys = [predictionWords.chosen[lang], ...(answer === null ? [] : [predictionWords.answer[lang]])];
  const values = [chosen, ...(answer === null ? [] : [answer])];
  const width = widestLine(keys);
  const { faint } = styleOf(page);
  return keys
    .map((key, index) =>
      hang(`  ${faint(padEnd(key, width))}  `, values[index] ?? '', proseColumns(page.columns)),
    )
    .join('\n');
}

function spoken({ remark, misconception }: PredictionOutcome, page: TerminalPage): string[] {
  return [misconception === null ? remark : `${remark} ${misconception}`].map((text) =>
    paragraph(text, page.columns),
  );
}

function paintOf(verdict: Verdict, style: Style) {
  return { held: style.good, refuted: style.bad, inconclusive: style.unsure }[verdict];
}
