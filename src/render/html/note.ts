import type { Report } from '../../report/report.ts';
import { measuredOn } from '../provenance.ts';
import { type Section, studyNote } from '../study-note.ts';
import { footer } from '../words.ts';
import { htmlBlock } from './blocks.ts';
import { both, escaped } from './text.ts';

/** What a note begins with: the day, the lab, and its question. */
export function htmlHead({ lab, record }: Report): string {
  return `<h1><time>${escaped(record.startedAt.slice(0, 10))}</time> ${both(lab.title)}</h1>
<blockquote>${both(lab.question)}</blockquote>`;
}

/** The rest of a study note: what was claimed, measured and learned, and where. */
export function htmlSections(report: Report, short: boolean): string {
  return `${studyNote(report, short).map(section).join('\n')}
<footer>${both((lang) => `${footer.measuredOn[lang]}: ${measuredOn(report.record, lang)}`)}</footer>`;
}

function section({ title, texts = [], items = [], blocks = [], blank }: Section): string {
  const list = items.map((item) => `<li>${both(item)}</li>`).join('');
  return [
    `<section${blank ? ' class="blank"' : ''}><h2>${both(title)}</h2>`,
    ...texts.map((text) => `<p>${both(text)}</p>`),
    ...(list ? [`<ul>${list}</ul>`] : []),
    ...blocks.map(htmlBlock),
    '</section>',
  ].join('\n');
}
