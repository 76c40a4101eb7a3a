import type { AnyLab } from '../../core/lab.ts';
import type { Lang, Text } from '../../core/text.ts';
import { type CatalogueEntry, claimsOf } from '../catalogue.ts';
import { claims } from '../claims.ts';
import type { Fault } from './fault.ts';

export interface LoadedLab {
  readonly entry: CatalogueEntry;
  readonly lab: AnyLab;
}

const columns: readonly Text[] = [
  { ko: '실험', en: 'lab' },
  { ko: '제목', en: 'title' },
  { ko: '검증할 주장', en: 'the claims it puts to the test' },
];

/** The labs of the README, in Markdown. */
export function labTable(labs: readonly LoadedLab[], lang: Lang): string {
  const rows = labs.map(({ entry, lab }) => [
    `\`${entry.id}\``,
    entry.title[lang],
    claimsOf(lab)
      .map((id) => `${id} "${claims[id]?.[lang]}"`)
      .join(' · '),
  ]);
  const lines = [columns.map((title) => title[lang]), ...rows].map((cells) => `| ${cells.join(' | ')} |`);
  return [lines[0], '|---|---|---|', ...lines.slice(1)].join('\n');
}

/** A table whose rows begin with a name in code. */
const tableOfLabs = /^\|.*\n\|[-|: ]+\|(?:\n\| `.*)+/m;

/** The README with this table in the place of the one it has. */
export function withLabTable(readme: string, table: string): string {
  return readme.replace(tableOfLabs, () => table);
}

export function labTableFaults(file: string, readme: string, table: string): Fault[] {
  const found = tableOfLabs.exec(readme)?.[0];
  if (found === table) return [];
  const mend = 'npm run labs:check -- --write';
  const fault =
    found === undefined
      ? { ko: `표가 없어요: ${mend}`, en: `is missing: ${mend}` }
      : { ko: `카탈로그와 달라요: ${mend}`, en: `is not the one of the catalogue: ${mend}` };
  return [{ where: file, path: 'table of labs', fault }];
}
