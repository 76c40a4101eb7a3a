import { exitCodes, LabError } from '../core/errors.ts';
import type { Experiment } from '../core/experiment.ts';
import type { AnyLab } from '../core/lab.ts';
import { same } from '../core/text.ts';
import { catalogue, loadAllLabs, loadLab } from '../course/catalogue.ts';
import { calledAs, typed } from '../render/commands.ts';
import { renderExperiments } from '../render/terminal/experiments.ts';
import { choose } from '../terminal/choose.ts';
import { canAsk, type Io, pageOf } from '../terminal/io.ts';
import { type ExperimentFlags, playExperiment } from './experiment-play.ts';

/** `redis-lab experiments [lab] [experiment]`: what to break by hand. Chosen on a terminal it is played, else it is printed. */
export async function experiments(
  io: Io,
  lab: string | undefined,
  id: string | undefined,
  flags: ExperimentFlags,
): Promise<void> {
  const labs = lab === undefined ? await loadAllLabs() : [(await loadLab(lab)).lab];
  const given = id === undefined ? null : experimentOf(labs[0] as AnyLab, id);
  const anyThere = labs.some((one) => experimentsOf(one).length > 0);
  if (!canAsk() || !anyThere) return await print(io, labs, given, flags);
  const chosenLab = labs.length === 1 ? labs[0] : await chooseLab(io, labs);
  const chosen = given ?? (chosenLab && (await chooseExperiment(io, chosenLab)));
  if (chosenLab && chosen) await playExperiment(io, chosenLab, chosen, flags);
}

function experimentsOf({ experiments = [] }: AnyLab): readonly Experiment[] {
  return experiments;
}

/** By its id, or its place in the list. */
function experimentOf(lab: AnyLab, id: string): Experiment {
  const all = experimentsOf(lab);
  const found = all.find((one) => one.id === id) ?? all[Number(id) - 1];
  if (found) return found;
  throw new LabError(exitCodes.usage, {
    what: { ko: `'${id}' 실습은 없어요.`, en: `There is no experiment '${id}'.` },
    why: {
      ko: `${lab.id} 실험의 실습: ${all.map((one) => one.id).join(', ') || '아직 없음'}`,
      en: `Those of ${lab.id}: ${all.map((one) => one.id).join(', ') || 'none yet'}`,
    },
    next: same(`redis-lab experiments ${lab.id}`),
  });
}

async function print(
  io: Io,
  labs: readonly AnyLab[],
  given: Experiment | null,
  flags: ExperimentFlags,
): Promise<void> {
  const shown = labs.map((lab) => ({ lab: lab.id, experiments: given ? [given] : experimentsOf(lab) }));
  const page = pageOf(process.stdout, io.lang, flags);
  await io.out(typed(renderExperiments(shown, page), { program: calledAs(process.env) }));
}

async function chooseLab(io: Io, labs: readonly AnyLab[]): Promise<AnyLab | null> {
  const options = labs
    .filter((lab) => experimentsOf(lab).length > 0)
    .map((lab) => ({ id: lab.id, label: catalogue.find(({ id }) => id === lab.id)?.title ?? lab.question }));
  const id = await choose(io, { ko: '무엇을 망가뜨려 볼까요?', en: 'What shall we break?' }, options);
  return labs.find((lab) => lab.id === id) ?? null;
}

async function chooseExperiment(io: Io, lab: AnyLab): Promise<Experiment | null> {
  const options = experimentsOf(lab).map(({ id, title }) => ({ id, label: title }));
  const id = await choose(io, { ko: '무엇을 망가뜨려 볼까요?', en: 'What shall we break?' }, options);
  return experimentsOf(lab).find((one) => one.id === id) ?? null;
}
