import type { Lang } from '../core/text.ts';
import type { Report } from '../report/report.ts';
import { typed } from './commands.ts';
import { unfinishedWords } from './words.ts';

/** What there is to say of a run that did not get to its end. */
export interface UnfinishedRun {
  readonly heading: string;
  readonly noVerdict: string;
  /** What, why and what next, each a line of its own. */
  readonly said: readonly string[];
}

export function unfinishedRun(report: Report, lang: Lang): UnfinishedRun {
  const { lab, record } = report;
  const words = unfinishedWords;
  const { error } = record;
  const lines =
    error === null
      ? [`${words.again[lang]}: ${typed(`redis-lab ${lab.id}`, report)}`]
      : [
          error.what[lang],
          labelled(words.why[lang], error.why[lang]),
          labelled(words.next[lang], typed(error.next[lang], report)),
        ];
  return {
    heading: words[record.outcome === 'aborted' ? 'aborted' : 'failed'][lang],
    noVerdict: words.noVerdict[lang],
    said: lines.filter((line) => line !== ''),
  };
}

/** An error that nobody foresaw has neither a reason nor advice. */
function labelled(label: string, text: string): string {
  return text === '' ? '' : `${label}: ${text}`;
}
