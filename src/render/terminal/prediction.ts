import type { ActFindings, Graded } from '../../report/findings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { headings, predictionWords } from '../words.ts';
import { styleOf } from './style.ts';
import { hang, padEnd, paragraph, proseColumns, unbroken, widestLine } from './text.ts';

/** The question again, for who did not just read it, and what came of it; null where nothing was said or measured. */
export function renderAsked(graded: Graded, page: TerminalPage): string | null {
  const said = renderGraded(graded, page);
  return said ? [paragraph(graded.prompt[page.lang], page.columns), said].join('\n') : null;
}

/** The learner's choice and the measurement in the same drawing, then what is easy to believe; null where nothing was said or measured. */
export function renderGraded(graded: Graded, page: TerminalPage): string | null {
  const { lang } = page;
  const { chosen, right, misconception, off } = graded;
  if (off) return chosen ? paragraph(off[lang], page.columns) : null;
  const { faint, good, bad } = styleOf(page);
  // Where nobody predicted, the measurement answers the question; who was right said already what was measured.
  if (!chosen) return drawn(answerEntry(graded, page), page) || null;
  const said: Entry = [predictionWords.chosen[lang], chosen[lang]];
  const both = drawn(right ? [said] : [said, ...answerEntry(graded, page)], page);
  const remark = right === null ? predictionWords.open : predictionWords[right ? 'right' : 'wrong'];
  const paint = right === null ? faint : right ? good : bad;
  const comment = misconception ? `${remark[lang]} ${misconception[lang]}` : remark[lang];
  return [both, paragraph(comment, page.columns).split('\n').map(paint).join('\n')].join('\n');
}

type Entry = [label: string, text: string];

function answerEntry({ measured }: Graded, { lang }: TerminalPage): Entry[] {
  return measured ? [[predictionWords.answer[lang], measured[lang]]] : [];
}

/** Labels in one column. */
function drawn(entries: readonly Entry[], page: TerminalPage): string {
  const { faint } = styleOf(page);
  const width = widestLine(entries.map(([label]) => label));
  return entries
    .map(([label, text]) => hang(`  ${faint(padEnd(label, width))}  `, text, proseColumns(page.columns)))
    .join('\n');
}

/** Up to two predictions are drawn; of more there is a tally, and the details have them all. */
const mostDrawn = 2;

/** What the ending says of the predictions, label and text; none where the learner made none. */
export function predictionEntries(acts: readonly ActFindings[], page: TerminalPage): [string, string][] {
  const made = acts.filter(({ prediction }) => prediction?.chosen);
  if (made.length > mostDrawn) return [[headings.prediction[page.lang], tally(made, page)]];
  const lone = made.length === 1;
  return made.flatMap(({ title, prediction }) =>
    prediction ? gradedEntries(prediction, lone ? '' : `${title[page.lang]}: `, page) : [],
  );
}

/**
 * A sign says whether it was right: what is easy to believe has been said in its act.
 * @param act its name, where there is more than one
 */
function gradedEntries(graded: Graded, act: string, page: TerminalPage): [string, string][] {
  const { chosen, measured, right, off } = graded;
  const { lang } = page;
  if (!chosen) return [];
  if (off) return [[headings.prediction[lang], `${act}${off[lang]}`]];
  const { good, bad, unsure } = styleOf(page);
  const sign = right === null ? unsure('?') : right ? good('✓') : bad('✗');
  const said: Entry = [predictionWords.chosen[lang], `${act}${chosen[lang]}${unbroken('  ')}${sign}`];
  return right ? [said] : [said, [predictionWords.answer[lang], (measured ?? predictionWords.open)[lang]]];
}

function tally(made: readonly ActFindings[], { lang }: TerminalPage): string {
  const graded = made.filter(({ prediction }) => prediction?.right !== null);
  const right = graded.filter(({ prediction }) => prediction?.right);
  const glyph = ({ prediction }: ActFindings) =>
    prediction?.right === null ? '·' : prediction?.right ? '✓' : '✗';
  const each = made.map((act) => unbroken(`${glyph(act)} ${act.title[lang]}`));
  const sum = graded.length === 0 ? predictionWords.open : predictionWords.tally(right.length, graded.length);
  return `${sum[lang]} ${each.join('  ')}`;
}
