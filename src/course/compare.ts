// Records of several people or days side by side, by the ids of tables, rows and columns. Pure.
import { exitCodes, LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { flagOf } from '../core/params.ts';
import { same, type Text } from '../core/text.ts';
import type { Block } from '../report/blocks.ts';
import { ratios } from './compare-ratios.ts';
import { figures, machines, type Named, verdicts } from './compare-tables.ts';
import { findingsOf } from './findings.ts';

/** A table of six columns has room for the rows' names and so many runs. */
export const mostRuns = 5;

/**
 * What differs between the machines, the verdicts, ratios where there are trials, and the figures of the table that decides; with `detail` those of
 * every act.
 * @param runs records of today's format
 * @throws LabError (usage) where they cannot be compared: another lab, another revision, other settings, unfinished
 */
export function compareRuns(lab: AnyLab, runs: readonly Named[], detail: boolean): Block[] {
  for (const run of runs) refuseUnlike(runs[0] as Named, run);
  const all = runs.map(({ record }) => findingsOf(lab, record));
  const tables = all.map(({ comparison, acts }) => [
    ...(comparison ? [comparison] : []),
    ...(detail ? acts.flatMap(({ blocks }) => blocks.filter((block) => block.kind === 'table')) : []),
  ]);
  return [machines(runs), verdicts(runs, all), ...ratios(lab, runs), ...figures(runs, tables)];
}

function refuseUnlike(one: Named, other: Named): void {
  const [a, b] = [one.record, other.record];
  if (b.outcome !== 'completed') {
    refuse(
      other,
      { ko: '끝까지 실행되지 않은 기록이에요.', en: 'That run did not come to its end.' },
      'redis-lab show',
    );
  }
  if (a.lab !== b.lab) {
    refuse(
      other,
      { ko: `서로 다른 실험이에요: ${a.lab}, ${b.lab}`, en: `They are of two labs: ${a.lab} and ${b.lab}.` },
      `redis-lab ${a.lab}`,
    );
  }
  if (a.labRevision !== b.labRevision) {
    const [older, newer] = [a.labRevision, b.labRevision].sort((x, y) => x - y);
    refuse(
      other,
      {
        ko: `실험의 버전이 달라서(${older}, ${newer}) 같은 이름의 값이 같은 것을 뜻하지 않을 수 있어요.`,
        en: `They are of two revisions of the lab (${older} and ${newer}): figures of the same name may mean different things.`,
      },
      `redis-lab ${a.lab}`,
    );
  }
  const differing = Object.keys({ ...a.params, ...b.params }).filter(
    (name) => JSON.stringify(a.params[name]) !== JSON.stringify(b.params[name]),
  );
  if (differing.length === 0) return;
  const list = differing.map((name) => `${flagOf(name)} ${a.params[name]} / ${b.params[name]}`).join(', ');
  refuse(
    other,
    { ko: `설정이 달라요: ${list}`, en: `They were run with other settings: ${list}` },
    `redis-lab ${a.lab}`,
  );
}

function refuse({ file }: Named, why: Text, next: string): never {
  throw new LabError(exitCodes.usage, {
    what: { ko: `비교할 수 없는 기록이에요: ${file}`, en: `This record cannot be compared: ${file}` },
    why,
    next: same(next),
  });
}
