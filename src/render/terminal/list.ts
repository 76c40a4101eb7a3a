import type { Text } from '../../core/text.ts';
import type { TerminalPage } from '../../report/report.ts';
import { hang, padEnd, proseColumns, widestLine } from './text.ts';

export interface ListedLab {
  readonly id: string;
  readonly title: Text;
  readonly claims: readonly { readonly claim: string; readonly sentence: Text }[];
}

/** The labs, and under each the claims that it tests. */
export function renderList(labs: readonly ListedLab[], { lang, columns }: TerminalPage): string {
  const width = widestLine(labs.map(({ id }) => id));
  const margin = `${' '.repeat(width)}  `;
  const shown = labs.map(({ id, title, claims }) =>
    [
      hang(`${padEnd(id, width)}  `, title[lang], proseColumns(columns)),
      ...claims.map(({ claim, sentence }) =>
        hang(`${margin}${claim} `, `"${sentence[lang]}"`, proseColumns(columns)),
      ),
    ].join('\n'),
  );
  return `${shown.join('\n\n')}\n`;
}
