import type { Text } from '../../core/text.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { typed } from '../commands.ts';
import { finished, fitFor } from './ascii.ts';
import { styleOf } from './style.ts';
import { hang, padEnd, paragraph, proseColumns, unbroken, widestLine } from './text.ts';

interface Entry {
  readonly term: Text;
  readonly meaning: Text;
  readonly shownBy: string;
}

/** Every word with the name that it is asked for by, in the order of the alphabet. */
export function renderWords(
  entries: readonly (readonly [id: string, entry: Entry])[],
  page: TerminalPage,
): string {
  const { lang } = page;
  const { faint } = styleOf(page);
  const width = widestLine(entries.map(([id]) => id));
  const sorted = [...entries].sort(([, a], [, b]) => a.term[lang].localeCompare(b.term[lang], lang));
  const lines = sorted.map(([id, { term }]) =>
    hang(`  ${faint(padEnd(id, width))}  `, fitFor(page)(term[lang]), proseColumns(page.columns)),
  );
  return finished([lines.join('\n')], page);
}

/** What the words mean, and the lab that shows it. */
export function renderTerms(entries: readonly Entry[], program: string, page: TerminalPage): string {
  const { strong, faint } = styleOf(page);
  const sections = mapStrings(entries, fitFor(page)).map(({ term, meaning, shownBy }) => {
    const [lab, act] = shownBy.split(' ');
    const command = typed(`redis-lab lesson ${lab}${act ? ` ${act}` : ''}`, { program });
    const where = { ko: '보여 주는 실험', en: 'Shown by' }[page.lang];
    return [
      `  ${strong(term[page.lang])}`,
      paragraph(meaning[page.lang], page.columns),
      faint(hang('  ', `${where}: ${unbroken(command)}`, page.columns)),
    ].join('\n');
  });
  return finished(sections, page);
}
