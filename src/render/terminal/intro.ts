import { mapStrings } from '../../report/map-strings.ts';
import type { LabIntro, TerminalPage } from '../../report/report.ts';
import { finished, fitFor } from './ascii.ts';
import { styleOf } from './style.ts';
import { hang, paragraph, proseColumns, widestLine } from './text.ts';

/** What stands on the screen before the learner is asked: the lab, its question, the small picture. */
export function renderIntro(intro: LabIntro, page: TerminalPage): string {
  const lab = mapStrings(intro, fitFor(page));
  const { strong, faint } = styleOf(page);
  const name = `${strong(lab.title[page.lang])}  ${faint([lab.id, ...lab.claims].join(' '))}`;
  const picture = lab.picture[page.lang].split('\n');
  // A broken drawing says less than none.
  const fits = widestLine(picture) + 4 <= page.columns;
  // An empty line at the end: what follows is the run, or the report.
  return `${finished(
    [
      hang('', name, proseColumns(page.columns)),
      paragraph(lab.question[page.lang], page.columns),
      fits ? picture.map((line) => `    ${line}`.trimEnd()).join('\n') : null,
    ],
    page,
  )}\n`;
}
