import type { RunRecord } from '../core/record.ts';
import type { Lang } from '../core/text.ts';
import { mapStrings } from '../report/map-strings.ts';
import type { Report } from '../report/report.ts';
import { cut } from './printable.ts';

/** The machine and the programs that the figures belong to, in one line. */
export function measuredOn(record: RunRecord, lang: Lang): string {
  const { environment } = record;
  // Arms that each had a fresh server of one version need to be named once.
  const programs = record.servers.filter((server) => server.version !== '');
  const servers = new Set(programs.map((server) => `${server.name} ${server.version}`));
  const cores = { ko: `코어 ${environment.cores}개`, en: `${environment.cores} cores` }[lang];
  const seed = { ko: `시드 ${record.seed}`, en: `seed ${record.seed}` }[lang];
  return [
    ...servers,
    `Node ${environment.node.replace(/^v/, '')}`,
    `${environment.cpu} (${cores})`,
    seed,
  ].join(', ');
}

/** Longer than any text of ours. */
const longestText = 4_000;

/** Without what a page for people shows nothing of, and without the rest of a text that is longer than any of ours. */
export function withoutData(report: Report): Report {
  const shown = { ...report, record: { ...report.record, data: null } };
  return mapStrings(shown, (text) => cut(text, longestText));
}
