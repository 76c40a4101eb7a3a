import type { Text } from '../core/text.ts';
import { catalogue, claimsOf } from '../course/catalogue.ts';
import { claims } from '../course/claims.ts';
import { isDone, type LabProgress } from '../course/progress.ts';
import { verdictWords } from '../render/words.ts';
import type { Verdict } from '../report/findings.ts';
import { choose, type MenuOption } from '../terminal/choose.ts';
import { canAsk, canDraw, type Io } from '../terminal/io.ts';
import { list } from './list.ts';
import { progressNow } from './progress-now.ts';

/**
 * `redis-lab` alone: a map of the labs on a terminal, with what the learner has done, the next one preselected;
 * elsewhere the list. Returns the lab, or the command, that was chosen.
 */
export async function menu(io: Io): Promise<string | null> {
  if (!canAsk() || !canDraw(process.stderr)) {
    await list(io, {});
    return null;
  }
  const { labs } = await progressNow(io);
  const done = new Set<string>();
  const options = await Promise.all(
    catalogue.map(async ({ id, title, minutes, load }): Promise<MenuOption> => {
      const soFar = labs.get(id);
      const ids = claimsOf((await load()).default);
      if (soFar && isDone(soFar, ids)) done.add(id);
      return {
        id,
        mark: done.has(id) ? '✓' : '·',
        label: title,
        about: aboutLab(minutes, ids, soFar),
      };
    }),
  );
  const next = catalogue.find(({ id }) => !done.has(id)) ?? catalogue[0];
  const question = { ko: '어떤 실험을 해 볼까요?', en: 'What shall we put to the test?' };
  return await choose(io, question, options, { others, ...(next && { preselected: next.id }) });
}

/** What one can do with the labs beside running one. */
const others = [
  { key: 'w', id: 'walkthrough' },
  { key: 'e', id: 'experiments' },
  { key: 'r', id: 'review' },
];

/** How long it takes, and the sentences that it tests, each with its last verdict. */
function aboutLab(minutes: number, ids: readonly string[], soFar: LabProgress | undefined): Text {
  const lines = (lang: keyof Text) =>
    ids.map((id) => {
      const verdict = verdictWords[soFar?.verdicts[id] as Verdict]?.[lang];
      return `${id} "${claims[id]?.[lang]}"${verdict ? `  ${verdict}` : ''}`;
    });
  return {
    ko: [`약 ${minutes}분`, ...lines('ko')].join('\n'),
    en: [`about ${minutes} minutes`, ...lines('en')].join('\n'),
  };
}
