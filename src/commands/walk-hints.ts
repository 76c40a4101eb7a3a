// Hints for who predicted wrong: concept, pointer, command, with a try between them.
import { same, type Text } from '../core/text.ts';
import type { Kept } from '../course/walk.ts';
import type { WalkPage } from '../report/walk-page.ts';
import { measuredChoice, type Scene } from './walk-scene.ts';

/** Who chose wrong gets hints; a room does where half of it or more did. */
export function mayHint({ walk, act, found }: Scene, kept: Kept): boolean {
  if (!found || !act.predict?.hints || (walk.phase !== 'result' && walk.phase !== 'told')) return false;
  if (walk.people === null) return found.act.prediction?.right === false;
  const measured = measuredChoice(found, act.predict);
  const votes = kept.revotes ?? kept.votes ?? [];
  const all = votes.reduce((sum, count) => sum + count, 0);
  const right = act.predict.choices.findIndex(({ id }) => id === measured);
  return measured !== null && all > 0 && 2 * (votes[right] ?? 0) <= all;
}

/** The last hint that was given, and what has to come before the next one. */
export function hintOf(scene: Scene, kept: Kept): Pick<WalkPage, 'hint'> {
  const { hints = 0, tried = false } = kept;
  const { found, act } = scene;
  if (hints === 0 || !found || !act.predict?.hints) return { hint: null };
  const { concept, pointer } = act.predict.hints;
  const given = [concept, pointer, same(`redis-lab show ${found.record.id} --detail`)][hints - 1] ?? same('');
  return {
    hint:
      hints === 3 || tried ? given : { ko: `${given.ko} ${tryFirst.ko}`, en: `${given.en} ${tryFirst.en}` },
  };
}

const tryFirst: Text = {
  ko: '(생각을 적거나 다시 실행하면 다음 힌트가 나와요.)',
  en: '(Write what you think, or run it again, for the next hint.)',
};
