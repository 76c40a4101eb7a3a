import type { Lang } from '../../core/text.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { Report } from '../../report/report.ts';
import { visible } from '../printable.ts';
import { measuredOn, withoutData } from '../provenance.ts';
import { type Section, studyNote } from '../study-note.ts';
import { footer } from '../words.ts';
import { htmlBlock } from './blocks.ts';
import { style } from './style.ts';
import { both, escaped } from './text.ts';

/**
 * A study note of one or several runs as one file that needs no network and runs no script: both languages are in it,
 * and a switch shows one of them.
 */
export function renderHtmlNote(reports: readonly Report[], lang: Lang, short: boolean): string {
  const shown = reports.map((report) => mapStrings(withoutData(report), visible));
  const checked = (one: Lang) => (one === lang ? ' checked' : '');
  return `<!doctype html>
<html lang="${lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${shown.map(({ lab }) => escaped(lab.title[lang])).join(' · ')}</title>
<style>${style}</style>
</head>
<body>
<input type="radio" name="lang" id="ko"${checked('ko')}><label for="ko">한국어</label>
<input type="radio" name="lang" id="en"${checked('en')}><label for="en">English</label>
<main>
${shown.map((report) => article(report, short)).join('\n')}
</main>
</body>
</html>
`;
}

function article(report: Report, short: boolean): string {
  const { lab, record } = report;
  const sections = studyNote(report, short).map(section);
  return `<article>
<h1><time>${escaped(record.startedAt.slice(0, 10))}</time> ${both(lab.title)}</h1>
<blockquote>${both(lab.question)}</blockquote>
${sections.join('\n')}
<footer>${both((lang) => `${footer.measuredOn[lang]}: ${measuredOn(record, lang)}`)}</footer>
</article>`;
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
