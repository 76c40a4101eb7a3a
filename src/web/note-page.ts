import { htmlHead, htmlSections } from '../render/html/note.ts';
import { escaped } from '../render/html/text.ts';
import { type Enclosed, marker, type PageData, pack, titleOf } from './page-data.ts';

/**
 * The page with runs in it: one file that asks for nothing. The notes stand in it as text, too, in the language of who
 * wrote them: for who runs no script.
 * @param template the page as it is built, `dist/page.html`
 */
export async function notePage(template: string, enclosed: Enclosed): Promise<string> {
  const { lang, runs, short } = enclosed;
  const packed = await pack(enclosed);
  const notes = runs.map((run) => articleOf(run, short)).join('\n');
  return template
    .replace('<html lang="en">', `<html lang="${lang}">`)
    .replace('<title>redis-lab</title>', () => `<title>${escaped(titleOf(runs, lang))}</title>`)
    .replace('<div id="app"></div>', () => `<div id="app"><main>${notes}</main></div>`)
    .replace(marker, () => marker.replace('></', `>${packed}</`));
}

function articleOf({ report }: PageData, short: boolean): string {
  return `<article>\n${htmlHead(report)}\n${htmlSections(report, short)}\n</article>`;
}
