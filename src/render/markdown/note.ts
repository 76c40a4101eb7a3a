import type { Lang } from '../../core/text.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { Report } from '../../report/report.ts';
import { visible } from '../printable.ts';
import { measuredOn, withoutData } from '../provenance.ts';
import { type Section, studyNote } from '../study-note.ts';
import { footer } from '../words.ts';
import { markdownBlock } from './blocks.ts';
import { prose } from './text.ts';

/** A study note of one or several runs, for a notebook or a blog. */
export function renderNote(reports: readonly Report[], lang: Lang, short: boolean): string {
  const notes = reports.map((report) => {
    const shown = mapStrings(withoutData(report), visible);
    const { lab, record } = shown;
    return [
      `# ${record.startedAt.slice(0, 10)} ${prose(lab.title[lang])}`,
      `> ${prose(lab.question[lang]).replaceAll('\n', '\n> ')}`,
      ...studyNote(shown, short).flatMap((section) => sectionLines(section, lang)),
      `${footer.measuredOn[lang]}: ${prose(measuredOn(record, lang))}`,
    ].join('\n\n');
  });
  return `${notes.join('\n\n---\n\n')}\n`;
}

function sectionLines({ title, texts = [], items = [], blocks = [], blank }: Section, lang: Lang): string[] {
  return [
    `## ${prose(title[lang])}`,
    ...texts.map((text) => prose(text[lang])),
    ...(items.length > 0
      ? [items.map((text) => `- ${prose(text[lang]).replaceAll('\n', '  \n  ')}`).join('\n')]
      : []),
    ...blocks.map((block) => markdownBlock(block, lang)),
    ...(blank ? ['- '] : []),
  ];
}
