import type { Experiment } from '../../core/experiment.ts';
import type { TerminalPage } from '../../report/report.ts';
import { finished } from './ascii.ts';
import { styleOf } from './style.ts';
import { hang, proseColumns, unbroken } from './text.ts';

/** Where a server will be is known when it runs. */
const somewhere = { client: 'redis-cli -p PORT', url: 'http://127.0.0.1:PORT', pid: 'PID' };

/** What there is to break in each lab: how to begin, what is typed, what should be seen. */
export function renderExperiments(
  labs: readonly { readonly lab: string; readonly experiments: readonly Experiment[] }[],
  page: TerminalPage,
): string {
  const sections = labs.flatMap(({ lab, experiments }) =>
    experiments.map((experiment) => renderOne(lab, experiment, page)),
  );
  return finished(sections.length > 0 ? sections : [none[page.lang]], page);
}

function renderOne(lab: string, { id, title, steps }: Experiment, page: TerminalPage): string {
  const { lang, columns } = page;
  const { strong, faint, accent } = styleOf(page);
  const width = proseColumns(columns);
  const lines = steps.flatMap(({ task, command, expect }) => [
    hang('  [ ] ', task[lang], width),
    ...(command ? [`      ${accent(command(somewhere, () => somewhere))}`] : []),
    hang(`      ${faint('→')} `, expect[lang], width),
  ]);
  const begin = `redis-lab experiments ${lab} ${id}`;
  return [strong(title[lang]), `  ${accent(unbroken(begin))}`, ...lines].join('\n').replaceAll('\u00a0', ' ');
}

const none = {
  ko: '이 실험에는 아직 실습이 없어요.',
  en: 'There is nothing to break by hand in this lab yet.',
};
