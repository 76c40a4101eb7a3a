import type { Text } from '../../core/text.ts';
import type { TerminalPage } from '../../report/report.ts';
import { finished, fitFor } from './ascii.ts';
import { styleOf } from './style.ts';
import { hang, proseColumns, unbroken } from './text.ts';

/**
 * A guide for reading in the terminal: headings strong, prose wrapped, code as it stands. It is Markdown of our own
 * making, so what a guide never holds is not looked for.
 * @param section the id of a heading, `away` for `## Away {#away}`: only that part; null when the guide has no such part
 */
export function renderLesson(markdown: string, section: string | null, page: TerminalPage): string | null {
  const lines = fitFor(page)(markdown).split('\n');
  const part = section === null ? lines : partOf(lines, section);
  if (part === null) return null;
  const { strong, faint, accent } = styleOf(page);
  let inCode = false;
  const shown = part.flatMap((line) => {
    if (line.startsWith('```')) {
      inCode = !inCode;
      return [];
    }
    if (inCode) return [`    ${accent(line)}`];
    const heading = /^#+ (.*?)(?: \{#[\w-]+\})?$/.exec(line)?.[1];
    if (heading !== undefined) return [strong(hang('', heading, page.columns))];
    const [, label, hint] = /^ *<details><summary>(.*)<\/summary>(.*)<\/details>$/.exec(line) ?? [];
    if (label !== undefined && hint !== undefined) {
      const lines = hang('   ', plain(`${label}: ${hint}`), proseColumns(page.columns)).split('\n');
      return [lines.map(faint).join('\n')];
    }
    const [, margin = '', text = ''] = /^(\s*(?:[-*>] |\d+\. )?)(.*)$/.exec(line) ?? [];
    return [text === '' ? '' : hang(margin, plain(text), proseColumns(page.columns))];
  });
  const words = [...new Set(part.join('\n').match(/(?<=\[\[).*?(?=\]\])/g))];
  return finished(
    [
      shown
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .replace(/ +$/gm, '')
        .trim(),
      words.length > 0 ? faint(hang('', glossaryLine(words)[page.lang], proseColumns(page.columns))) : null,
    ],
    page,
  );
}

/** The words of the part that the glossary explains. */
function glossaryLine(words: readonly string[]): Text {
  const list = words.join(', ');
  return {
    ko: `용어집에 있는 말: ${list} (redis-lab glossary)`,
    en: `In the glossary: ${list} (redis-lab glossary)`,
  };
}

/** Inline code (`<code>` in a folded hint) is a command or a name, and stays on one line. */
function plain(text: string): string {
  return text
    .replace(/`([^`]*)`|<code>(.*?)<\/code>/g, (_, code?: string, folded?: string) =>
      unbroken(code ?? folded ?? ''),
    )
    .replaceAll('**', '')
    .replace(/\[\[(.*?)\]\]/g, '$1');
}

/** From a heading to the next one that is not below it. */
function partOf(lines: readonly string[], id: string): string[] | null {
  const headings = headingsOf(lines);
  const heading = headings.find(({ at }) => lines[at]?.endsWith(`{#${id}}`));
  if (!heading) return null;
  const next = headings.find(({ at, level }) => at > heading.at && level <= heading.level);
  return lines.slice(heading.at, next?.at);
}

/** A comment in a shell's code begins like a heading, and is none. */
function headingsOf(lines: readonly string[]): { at: number; level: number }[] {
  let inCode = false;
  return lines.flatMap((line, at) => {
    if (line.startsWith('```')) inCode = !inCode;
    const marks = inCode ? undefined : /^#+(?= )/.exec(line)?.[0];
    return marks === undefined ? [] : [{ at, level: marks.length }];
  });
}
