import type { Text } from '../../core/text.ts';
import type { ExperimentPage } from '../../report/experiment-page.ts';
import { mapStrings } from '../../report/map-strings.ts';
import type { TerminalPage } from '../../report/report.ts';
import { finished, fitFor } from './ascii.ts';
import { keysLine } from './keys-line.ts';
import { styleOf } from './style.ts';
import { hang, paragraph, proseColumns, rowsOf, unbroken } from './text.ts';

const words = {
  login: { ko: '다른 터미널에서 먼저, 한 번만', en: 'In another terminal, once' },
  now: { ko: '지금', en: 'now' },
  expect: { ko: '보일 것', en: 'see' },
  allDone: { ko: '모두 해냈어요.', en: 'All done.' },
} as const satisfies Record<string, Text>;

/** Ticks in front, the next command under them. A command keeps its line: it is copied. */
export function renderExperiment(what: ExperimentPage, rows: number, page: TerminalPage): string {
  const shown = mapStrings(what, fitFor(page));
  const { lang, columns } = page;
  const { strong, faint, accent, good } = styleOf(page);
  const { steps, now, login, hint, learned } = shown;
  const width = proseColumns(columns);
  const current = steps.findIndex(({ done }) => !done);
  const list = steps.map(({ task, done }, index) => {
    const text = index === current ? strong(task[lang]) : done ? task[lang] : faint(task[lang]);
    return hang(`  ${done ? good('[✓]') : '[ ]'} `, text, width);
  });
  const command = (label: Text, text: string) =>
    `  ${faint(`${label[lang]}:`)}\n    ${accent(unbroken(text))}`;
  const parts = [
    hang(
      `${accent('▸')} `,
      `${strong(shown.title[lang])}  ${faint(`${shown.lab} ${shown.number}/${shown.of}`)}`,
      width,
    ),
    login === null || learned ? null : command(words.login, login),
    list.join('\n'),
    now && now.command !== null ? command(words.now, now.command) : null,
    now && hang(`  ${faint(`${words.expect[lang]}:`)} `, now.expect[lang], width),
    learned && [good(paragraph(words.allDone[lang], columns)), paragraph(learned[lang], columns)].join('\n'),
    hint && hang('  ? ', hint[lang], width),
    keysLine(shown.keys, page),
  ];
  const airy = finished(parts, page).replaceAll('\u00a0', ' ');
  return rowsOf(airy.trimEnd(), columns) < rows ? airy : airy.replaceAll('\n\n', '\n');
}
