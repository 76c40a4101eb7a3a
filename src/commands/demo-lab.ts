// What the page of the demo can have done: what the command line does, by the same parsers and the same run.
import { randomInt } from 'node:crypto';
import type { AnyAct } from '../core/act.ts';
import { exitCodes, LabError } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { flagOf, type Param, type Params, resolveParams } from '../core/params.ts';
import { type RunRecord, recordFormatVersion } from '../core/record.ts';
import type { Handlers, Scene } from '../core/scene.ts';
import { same, type Text } from '../core/text.ts';
import { type CatalogueEntry, catalogue, loadAllLabs, loadLab, reportOf } from '../course/catalogue.ts';
import { loadRun } from '../course/kept-run.ts';
import { latestRuns } from '../course/load-record.ts';
import { loadTrace } from '../course/load-trace.ts';
import { prepareStore } from '../course/run-store.ts';
import { readEnvironment } from '../environment.ts';
import { packageVersion } from '../package-info.ts';
import { calledAs } from '../render/commands.ts';
import type { Report } from '../report/report.ts';
import type { Io } from '../terminal/io.ts';
import { labCard } from '../web/lab-card.ts';
import type { Laboratory, Ran, Watched } from '../web/laboratory.ts';
import { type PageData, pageData } from '../web/page-data.ts';
import type { RunWish } from '../web/protocol.ts';
import { clock, experiment, type Wish } from './experiment.ts';
import { actsOf } from './flags.ts';
import { keepRun } from './keep-run.ts';
import { notKept } from './not-kept.ts';

const mostKept = 20;

/** A page has no say over the learner's own servers. */
const privateOnly = { external: {}, trace: false };

type AnyScene = Scene<unknown>;

/** @param named the run that the command line names, wherever its file lies */
export function openLaboratory(io: Io, named: Named | null): Laboratory {
  return {
    async labs() {
      const labs = await loadAllLabs();
      return catalogue.map((entry, index) => labCard(entry, labs[index] as AnyLab));
    },
    async kept() {
      return (await latestRuns(mostKept)).map(({ id: run, lab, startedAt }) => ({ run, lab, startedAt }));
    },
    async open(run) {
      if (run === named?.run) return await pageOfRun(named.file);
      // Never a path: what is not the name of a kept run is not looked for.
      const isKept = (await latestRuns(Number.POSITIVE_INFINITY)).some(({ id }) => id === run);
      if (!isKept) throw noSuchRun(run);
      return await pageOfRun(run);
    },
    async scene(id) {
      const { entry, lab } = await loadLab(id);
      const scene: AnyScene | undefined = await lab.live?.();
      if (!scene) throw noScene(id);
      const params = resolveParams(lab.params as Params, 'default', scene.given ?? {});
      const chosen = { preset: 'default', params, seed: randomInt(2 ** 32), acts: null } as const;
      return {
        scene,
        report: unfinished(
          entry,
          sceneLab(lab, scene, () => {}),
          chosen,
        ),
        ...namedBy(lab),
        async run({ signal, ...watched }, offer): Promise<Ran> {
          const stop = AbortSignal.any([io.signal, signal]);
          const { record } = await experiment(sceneLab(lab, scene, offer), {
            ...{ ...chosen, ...watched, signal: stop, servers: privateOnly },
            predict: async () => null,
          });
          return { outcome: record.outcome, error: record.error, data: null };
        },
      };
    },
    async prepare(wish, votes) {
      const { entry, lab } = await loadLab(wish.lab);
      const chosen = readWish(lab, wish);
      const run = async ({ signal, ...watched }: Watched): Promise<Ran> => {
        await prepareStore(lab.id).catch((error) => notKept(io, error));
        const stop = AbortSignal.any([io.signal, signal]);
        const result = await experiment(lab, {
          ...{ ...chosen, ...watched, signal: stop, servers: privateOnly },
          ...(votes && { votes }),
        });
        const report = await keepRun(io, entry, lab, result, new Map());
        const { outcome, error } = result.record;
        const data = outcome === 'completed' ? pageData(report, result.trace) : null;
        return { outcome, error, data };
      };
      return { report: unfinished(entry, lab, chosen), ...namedBy(lab), run };
    },
  };
}

/** What it calls who and what comes in its trace. */
function namedBy({ actors = {}, series = {}, arms = {} }: AnyLab) {
  return { actors, series, arms };
}

/** A report of a run that has just begun: what it is, on which machine, and no figure. */
function unfinished(
  entry: CatalogueEntry,
  lab: AnyLab,
  chosen: Pick<Wish, 'preset' | 'params' | 'seed'>,
): Report {
  const { preset, params, seed } = chosen;
  const record: RunRecord = {
    ...{ formatVersion: recordFormatVersion, id: 'live', lab: lab.id, labRevision: lab.revision },
    ...{ toolVersion: packageVersion(), startedAt: clock.date().toISOString(), preset, params, seed },
    ...{ predictions: {}, environment: readEnvironment(), quiet: null, servers: [] },
    ...{ timings: { totalMs: 0, acts: [] }, outcome: 'aborted', error: null, data: null },
  };
  const nothing = { headline: null, skipped: null, prediction: null, blocks: [] };
  const acts = (lab.acts as readonly AnyAct[]).map(({ id, title }, index) => ({
    ...{ id, number: index + 1, title, ...nothing },
  }));
  const untold = { why: same(''), caveat: same(''), discuss: null };
  const findings = { checks: [], untested: [], acts, comparison: null, warnings: [], ...untold };
  return { ...reportOf(entry, lab, record, null, calledAs(process.env)), findings };
}

/** A scene is one act of its lab: the frame starts its servers, traces it, and explains what goes wrong. */
function sceneLab(lab: AnyLab, scene: AnyScene, offer: (handlers: Handlers) => void): AnyLab {
  const act: AnyAct = {
    id: 'live',
    title: { ko: '직접 망가뜨려 보기', en: 'Break it by hand' },
    aim: scene.aim,
    silentMs: () => silentMs,
    async run(context) {
      await scene.run(context, offer);
      return {};
    },
    headline: () => same(''),
    show: () => [],
  };
  return { ...lab, acts: [act] };
}

/** A learner may leave a server paused, and think. */
const silentMs = 60 * 60_000;

interface Named {
  readonly run: string;
  readonly file: string;
}

async function pageOfRun(which: string): Promise<PageData> {
  const { file, report } = await loadRun(which, calledAs(process.env));
  const trace = await loadTrace(file).then(
    ({ trace }) => trace,
    () => null, // It was never written, or is damaged: the record speaks for itself.
  );
  return pageData(report, trace);
}

type Chosen = Pick<Wish, 'preset' | 'params' | 'seed' | 'acts' | 'predict'>;

/**
 * By the parser of argv, to which a page is one more stranger.
 * @throws LabError (usage)
 */
export function readWish(lab: AnyLab, wish: RunWish): Chosen {
  const { preset, given, predictions } = wish;
  for (const [name, text] of Object.entries(given)) {
    const param: Param | undefined = Object.hasOwn(lab.params, name)
      ? (lab.params as Params)[name]
      : undefined;
    if (!param) throw unknown(lab, name);
    if ((text === true) !== (param.kind === 'flag')) throw unfit(name, text);
  }
  const params = resolveParams(lab.params as Params, preset, given);
  const acts = wish.acts && actsOf({ acts: wish.acts.join(','), color: false }, lab);
  for (const [act, choice] of Object.entries(predictions)) {
    const asked = (lab.acts as readonly AnyAct[]).find(({ id }) => id === act)?.predict;
    if (!asked?.choices.some(({ id }) => id === choice)) throw unknown(lab, `${act}: ${choice}`);
  }
  const predict: Chosen['predict'] = async (_, { id }) =>
    Object.hasOwn(predictions, id) ? (predictions[id] ?? null) : null;
  return { preset, params, seed: randomInt(2 ** 32), acts, predict };
}

function noScene(lab: string): LabError {
  const what = {
    ko: `${lab}에는 직접 망가뜨려 볼 장면이 없어요.`,
    en: `${lab} has no scene to break by hand.`,
  };
  return new LabError(exitCodes.usage, { what, why: same(''), next: same(`redis-lab experiments ${lab}`) });
}

function noSuchRun(run: string): LabError {
  const what = { ko: `그런 실행이 없어요: '${run}'`, en: `There is no run '${run}'.` };
  return new LabError(exitCodes.usage, { what, why: same(''), next: same('redis-lab demo') });
}

function unknown({ id, params }: AnyLab, name: string): LabError {
  const known = Object.keys(params as Params)
    .map(flagOf)
    .join(', ');
  return usage(
    { ko: `${id} 실험에 없는 것이에요: '${name}'`, en: `${id} has no '${name}'.` },
    { ko: `이 실험의 옵션: ${known}`, en: `Its options: ${known}` },
    id,
  );
}

function unfit(name: string, text: string | true): LabError {
  const flag = flagOf(name);
  return usage(
    { ko: `${flag} 값이 올바르지 않아요: '${text}'`, en: `The value of ${flag} does not fit: '${text}'.` },
    { ko: '켜고 끄는 옵션에만 true를 쓸 수 있어요.', en: 'Only what is turned on and off takes true.' },
    flag,
  );
}

function usage(what: Text, why: Text, next: string): LabError {
  return new LabError(exitCodes.usage, { what, why, next: same(next) });
}
