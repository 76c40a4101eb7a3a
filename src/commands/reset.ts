import type { Text } from '../core/text.ts';
import { loadLab } from '../course/catalogue.ts';
import { canAsk, type Io } from '../terminal/io.ts';
import { confirm } from '../terminal/prompts.ts';
import { note } from './note-run.ts';

/** `redis-lab reset [lab]`: forgets how far the learner is. The records of runs stay. */
export async function reset(
  io: Io,
  lab: string | undefined,
  flags: { readonly yes?: boolean },
): Promise<void> {
  if (lab !== undefined) await loadLab(lab);
  const question: Text = lab
    ? { ko: `${lab} 실험의 학습 기록을 지울까요?`, en: `Forget your progress in ${lab}?` }
    : { ko: '모든 실험의 학습 기록을 지울까요?', en: 'Forget your progress in all labs?' };
  if (!flags.yes && canAsk() && !(await confirm(io, question))) return;
  await note(io, [{ kind: 'reset', lab: lab ?? null }]);
  await io.out(
    { ko: '지웠어요. 실행 기록은 그대로예요.\n', en: 'Forgotten. The records of runs are still there.\n' }[
      io.lang
    ],
  );
}
