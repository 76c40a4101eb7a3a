import type { Sureness } from '../core/act.ts';
import { exitCodes } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { resolveParams } from '../core/params.ts';
import type { RunRecord } from '../core/record.ts';
import type { RunOptions, RunResult } from '../core/run.ts';
import type { Text } from '../core/text.ts';
import { type CatalogueEntry, introOf, programsOf, reportOf } from '../course/catalogue.ts';
import { prepareStore, saveCommands } from '../course/run-store.ts';
import { monotonicClock } from '../measure/clock.ts';
import { type CommandLog, openCommandLog } from '../render/command-log.ts';
import { renderIntro } from '../render/terminal/intro.ts';
import type { Report } from '../report/report.ts';
import { type EndingKey, endingKey } from '../terminal/ending-keys.ts';
import { reportError } from '../terminal/errors.ts';
import { canAsk, type Io, pageOf } from '../terminal/io.ts';
import { type LiveView, openLiveView } from '../terminal/live-view.ts';
import { askPrediction, askSureness, quit } from '../terminal/prompts.ts';
import type { Ended } from './ended.ts';
import { experiment } from './experiment.ts';
import {
  actsOf,
  checkSomethingRuns,
  formatOf,
  type LabFlags,
  predictionsOf,
  presetOf,
  seedOf,
} from './flags.ts';
import { writeHdrFiles } from './hdr-files.ts';
import { holdServers } from './hold.ts';
import { keepRun } from './keep-run.ts';
import { notKept } from './not-kept.ts';
import { checkOut, writeOut } from './out-file.ts';
import { renderAs } from './output.ts';
import { ownUrls } from './own-servers.ts';
import { installMissing } from './setup.ts';

/** `redis-lab <lab>`: predict, run, save, judge, show. */
export async function runLabCommand(
  io: Io,
  entry: CatalogueEntry,
  lab: AnyLab,
  flags: LabFlags & Readonly<Record<string, unknown>>,
): Promise<Ended> {
  const preset = presetOf(flags);
  const named = lab.presets?.[flags.preset ?? '']?.given;
  const given = { ...named, ...flags } as Readonly<Record<string, string | true>>;
  const params = resolveParams(lab.params, preset, given);
  const seed = seedOf(flags, Math.random);
  const acts = actsOf(flags, lab);
  const predicted = predictionsOf(flags, lab, acts, params);
  if (acts) checkSomethingRuns(acts, lab, params);
  const format = formatOf(flags);
  const page = () => pageOf(process.stdout, io.lang, flags);
  if (flags.out !== undefined) await checkOut(flags.out);
  if (flags.hdr !== undefined) await checkOut(flags.hdr, '--hdr');
  await prepareStore(lab.id).catch((error) => notKept(io, error));

  const onTerminal = format === 'terminal' && flags.out === undefined;
  if (onTerminal) await io.out(renderIntro(introOf(entry, lab), page()));
  if (flags.install) await installMissing(io, programsOf([lab], params), true);

  const live = openLiveView(process.stderr, () => pageOf(process.stderr, io.lang, flags), {
    quiet: flags.quiet === true,
    nowMs: monotonicClock.nowMs,
  });
  const left = new AbortController();
  const sure = new Map<string, Sureness | null>();
  const onStop = () => {
    live.pause();
    if (!flags.quiet) io.err(`${stopping[io.lang]}\n`);
  };
  io.signal.addEventListener('abort', onStop, { once: true });
  const sent = flags.trace ? openCommandLog(io.lang) : null;
  const asks = onTerminal && !flags.quiet && !flags.yes && !flags.hold && canAsk();

  /** Keeps the run and shows it. */
  async function tell({ record, trace }: RunResult): Promise<Report> {
    io.signal.removeEventListener('abort', onStop);
    live.close();
    // Who left at a question has nothing to keep: an aborted run has no data.
    const kept = left.signal.aborted
      ? reportOf(entry, lab, record, null)
      : await keepRun(io, entry, lab, { record, trace }, sure);
    const report = { ...kept, keysBelow: asks };
    if (sent) await keepCommands(io, record, sent).catch((failure) => notKept(io, failure));
    if (record.outcome === 'completed' || format === 'json') {
      const shownOn = flags.out === undefined ? page() : { ...page(), color: false };
      const maps = flags.map ? await mapsOf(io, report, shownOn) : '';
      const text = maps + (await renderAs(format, report, shownOn, flags.detail === true));
      if (flags.out === undefined) await io.out(text);
      else await writeOut(flags.out, onPaper(format, report, shownOn, text));
    }
    if (record.outcome === 'completed' && flags.hdr !== undefined)
      await writeHdrFiles(io, flags.hdr, lab, reportOf(entry, lab, record, null).record);
    return report;
  }
  let told: Report | null = null;
  const hold: RunOptions['hold'] = async (result, held) => {
    told = await tell(result);
    await holdServers(io, held, () => pageOf(process.stderr, io.lang, flags));
  };

  const result = await experiment(lab, {
    preset,
    params,
    seed,
    acts,
    signal: AbortSignal.any([io.signal, left.signal]),
    onEvent(event) {
      live.onEvent(event);
      sent?.note(event);
    },
    predict: predictor(io, live, flags, predicted, sure, () => left.abort(new Error('left'))),
    servers: { external: ownUrls(lab, flags), trace: sent !== null },
    ...(flags.hold && { hold }),
  });
  const report = told ?? (await tell(result));
  const { record, error, left: leftBehind } = result;
  for (const one of leftBehind) reportError(io, one, []);
  if (record.outcome === 'aborted')
    return { code: io.signal.aborted ? exitCodes.interrupted : exitCodes.ran, next: null };
  if (error !== undefined) throw error;
  const { findings } = report;
  const undecided = findings?.checks.some((check) => check.verdict === 'inconclusive');
  const code =
    findings?.disproof || leftBehind.length > 0
      ? exitCodes.runFailed
      : flags.strict && undecided
        ? exitCodes.inconclusive
        : exitCodes.ran;
  return { code, next: asks ? await afterwards(io, report, flags.detail === true, page) : null };
}

const stopping: Text = {
  ko: '멈추는 중이에요. 실험이 띄운 서버와 임시 폴더를 정리해요. Ctrl-C를 한 번 더 누르면 바로 끝나요.',
  en: 'Stopping: its servers and temporary folders are taken away. Ctrl-C once more ends it at once.',
};

async function keepCommands(io: Io, record: RunRecord, sent: CommandLog): Promise<void> {
  const file = await saveCommands(record, sent.text());
  io.err(`${io.lang === 'ko' ? '보낸 명령' : 'commands'}: ${file}\n`);
}

/** Keys under the ending, until one of them leads on. */
async function afterwards(
  io: Io,
  report: Report,
  detailShown: boolean,
  page: () => ReturnType<typeof pageOf>,
): Promise<Ended['next']> {
  const { nextLab, record } = report;
  let keys: EndingKey[] = [
    ...(detailShown ? [] : ['d' as const]),
    'r',
    ...(nextLab ? ['n' as const] : []),
    'm',
    'q',
  ];
  for (;;) {
    const key = await endingKey(io, keys);
    if (key === 'r') return 'again';
    if (key === 'n') return nextLab?.id ?? null;
    if (key === 'q') return null;
    if (key === 'd') await io.out(`\n${await renderAs('terminal', report, page(), true)}`);
    else {
      const file = `${record.id}.md`;
      await writeOut(file, await renderAs('md', report, page(), true));
      io.err(`${io.lang === 'ko' ? '노트를 저장했어요' : 'The note is in'}: ${file}\n`);
    }
    keys = keys.filter((one) => one !== key);
  }
}

async function mapsOf(io: Io, report: Report, page: ReturnType<typeof pageOf>): Promise<string> {
  const { noMaps, renderMaps } = await import('../render/terminal/maps.ts');
  const maps = renderMaps(report, page);
  if (maps === null) io.err(`${noMaps[io.lang]}\n`);
  return maps ?? '';
}

/** A file holds what the screen shows: the introduction too. */
function onPaper(
  format: ReturnType<typeof formatOf>,
  report: Report,
  page: Parameters<typeof renderIntro>[1],
  text: string,
): string {
  return format === 'terminal' ? renderIntro(report.lab, page) + text : text;
}

/** Answers with what the command line says; asks where it says nothing and somebody can be asked, and how sure they are. */
function predictor(
  io: Io,
  live: LiveView,
  flags: LabFlags,
  predicted: ReturnType<typeof predictionsOf>,
  sure: Map<string, Sureness | null>,
  leave: () => void,
): RunOptions['predict'] {
  return async (question, act, signal) => {
    if (predicted) return predicted.get(act.id) ?? null;
    if (flags.predict === false || flags.yes || flags.quiet || !canAsk()) return null;
    live.pause();
    const choice = await askPrediction(io, question, pageOf(process.stderr, io.lang, flags), signal);
    const sureness = typeof choice === 'string' ? await askSureness(io, signal) : null;
    if (choice === quit || sureness === quit) {
      leave();
      return null;
    }
    if (choice !== null) sure.set(act.id, sureness);
    return choice;
  };
}
