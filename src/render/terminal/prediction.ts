import type { ActFindings, Graded } from '../../report/findings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { headings, predictionWords } from '../words.ts';
import { styleOf } from './style.ts';
import { hang, padEnd, paragraph, proseColumns, unbroken, widestLine } from './text.ts';

/** The question again, for who did not just read it, and what came of it; null where nothing was said or measured. */
export function renderAsked(graded: Graded, page: TerminalPage): string | null {
  const said = renderGraded(graded, page);
  return said && [paragraph(graded.prompt[page.lang], page.columns), said].join('\n');
}

/** The learner's choice and the measurement in the same drawing, then what is easy to believe; null where nothing was said or measured. */
export function renderGraded(graded: Graded, page: TerminalPage): string | null {
  const { lang } = page;
  const { chosen, measured, right, misconception, off } = graded;
  if (off) return chosen ? paragraph(off[lang], page.columns) : null;
  if (!chosen && !measured) return null;
  const { faint, good, bad } = styleOf(page);
  const entries = [
    ...(chosen ? [[predictionWords.chosen[lang], chosen[lang]]] : []),
    ...(measured ? [[predictionWords.answer[lang], measured[lang]]] : []),
  ] as [string, string][];
  const width = widestLine(entries.map(([key]) => key));
  const drawn = entries.map(([key, value]) =>
    hang(`  ${faint(padEnd(key, width))}  `, value, proseColumns(page.columns)),
  );
  if (!chosen) return drawn.join('\n');
  const remark = right === null ? predictionWords.open : predictionWords[right ? 'right' : 'wrong'];
  const paint = right === null ? faint : right ? good : bad;
  const said = misconception ? `${remark[lang]} ${misconception[lang]}` : remark[lang];
  return [...drawn, paragraph(said, page.columns).split('\n').map(paint).join('\n')].join('\n');
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
  return [
    [predictionWords.chosen[lang], `${act}${chosen[lang]}${unbroken('  ')}${sign}`],
    [predictionWords.answer[lang], (measured ?? predictionWords.open)[lang]],
  ];
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
