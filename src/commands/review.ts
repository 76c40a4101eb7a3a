import { randomInt } from 'node:crypto';
import type { Prediction } from '../core/act.ts';
import type { Params } from '../core/params.ts';
import { catalogue } from '../course/catalogue.ts';
import { dueAmong, dueAtMs, isRight, type Missed } from '../course/progress.ts';
import { createRandom, type Random } from '../measure/random.ts';
import { calledAs, typed } from '../render/commands.ts';
import { renderCalibration, renderQueue, renderReviewed } from '../render/terminal/review.ts';
import { canAsk, type Io, pageOf } from '../terminal/io.ts';
import { askPrediction, askSureness, quit } from '../terminal/prompts.ts';
import { clock } from './experiment.ts';
import { note } from './note-run.ts';
import { progressNow } from './progress-now.ts';

type Choices = Prediction<unknown, Params>['choices'];

/** A missed question as the lab puts it today. */
interface Asked extends Missed {
  readonly prompt: Prediction<unknown, Params>['prompt'];
  readonly choices: Choices;
}

const dayMs = 24 * 60 * 60 * 1000;

/** `redis-lab review`: asks again what a prediction missed, 1, 3 and 7 days after. */
export async function review(
  io: Io,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<void> {
  const page = pageOf(process.stderr, io.lang, flags);
  const before = await progressNow(io);
  const nowMs = clock.date().getTime();
  const due = await askable(dueAmong(before, nowMs));
  if (due.length === 0 || !canAsk()) {
    const nextMs = Math.min(...(await askable(before.missed)).map(dueAtMs));
    const nextDays = Number.isFinite(nextMs) ? Math.ceil((nextMs - nowMs) / dayMs) : null;
    await io.out(renderQueue(due.length, nextDays, page) + renderCalibration(before.calibration, page));
    return;
  }
  const random = createRandom(randomInt(2 ** 32));
  for (const one of random.shuffle(due)) if ((await askAgain(io, one, random, page)) === quit) break;
  await io.out(renderCalibration((await progressNow(io)).calibration, page));
}

async function askAgain(
  io: Io,
  one: Asked,
  random: Random,
  page: ReturnType<typeof pageOf>,
): Promise<typeof quit | undefined> {
  const { lab, act, measured, prompt } = one;
  const choices = random.shuffle(one.choices);
  const chosen = await askPrediction(io, { prompt, choices }, page, io.signal);
  if (chosen === quit) return quit;
  if (chosen === null) return; // It stays due.
  const sure = await askSureness(io, io.signal);
  if (sure === quit) return quit; // So does this one.
  const answer = { lab, act, chosen, measured, sure };
  await note(io, [{ kind: 'reviewed', ...answer }]);
  const choiceOf = (id: string) => choices.find((choice) => choice.id === id);
  const right = isRight(answer);
  const graded = {
    prompt,
    chosen: choiceOf(chosen)?.label ?? null,
    measured: choiceOf(measured)?.label ?? null,
    right,
    misconception: right ? null : (choiceOf(chosen)?.misconception ?? null),
    off: null,
  };
  const lesson = typed(`redis-lab lesson ${lab} ${act}`, { program: calledAs(process.env) });
  await io.out(renderReviewed(graded, lesson, page));
}

/** Of the missed questions those that a lab still puts, with the choice that was measured among them. */
async function askable(missed: readonly Missed[]): Promise<Asked[]> {
  const asked: Asked[] = [];
  for (const one of missed) {
    const lab = (await catalogue.find(({ id }) => id === one.lab)?.load())?.default;
    const predict: Prediction<unknown, Params> | undefined = lab?.acts.find(
      ({ id }: { id: string }) => id === one.act,
    )?.predict;
    if (predict?.choices.some(({ id }) => id === one.measured)) {
      asked.push({ ...one, prompt: predict.prompt, choices: predict.choices });
    }
  }
  return asked;
}
