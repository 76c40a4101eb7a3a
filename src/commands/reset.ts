import { dirname } from 'node:path';
import { exitCodes, LabError } from '../core/errors.ts';
import { same, type Text } from '../core/text.ts';
import { loadLab } from '../course/catalogue.ts';
import { addNotes, progressFile } from '../course/progress-store.ts';
import { stateAdvice } from '../course/run-store.ts';
import { cannotWrite } from '../course/write-whole.ts';
import { canAsk, type Io } from '../terminal/io.ts';
import { confirm } from '../terminal/prompts.ts';
import { clock } from './experiment.ts';

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
  if (!flags.yes && !canAsk()) throw notAsked(lab);
  if (!flags.yes && !(await confirm(io, question, 'n'))) return;
  await addNotes(clock.date(), [{ kind: 'reset', lab: lab ?? null }]).catch((error) => {
    throw cannotWrite(dirname(progressFile()), error, stateAdvice);
  });
  await io.out(
    { ko: '지웠어요. 실행 기록은 그대로예요.\n', en: 'Forgotten. The records of runs are still there.\n' }[
      io.lang
    ],
  );
}

function notAsked(lab: string | undefined): LabError {
  return new LabError(exitCodes.usage, {
    what: { ko: '학습 기록을 지우지 않았어요.', en: 'Nothing was forgotten.' },
    why: {
      ko: '지운 것은 되돌릴 수 없는데, 터미널이 아니라서 물어볼 수 없어요.',
      en: 'It cannot be taken back, and this is no terminal to ask on.',
    },
    next: same(`redis-lab reset ${lab === undefined ? '' : `${lab} `}--yes`),
  });
}
