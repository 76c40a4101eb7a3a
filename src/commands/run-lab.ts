import { randomBytes } from 'node:crypto';
import type { Clock } from '../core/clock.ts';
import { exitCodes } from '../core/errors.ts';
import type { AnyLab } from '../core/lab.ts';
import { resolveParams } from '../core/params.ts';
import { type RunOptions, runLab } from '../core/run.ts';
import { readEnvironment } from '../environment.ts';
import { monotonicClock } from '../measure/clock.ts';
import { packageVersion } from '../package-info.ts';
import { renderIntro } from '../render/terminal-intro.ts';
import { prepareStore, saveRecord } from '../run-store.ts';
import { openServiceHost } from '../services/host.ts';
import { reportError } from './errors.ts';
import { formatOf, type LabFlags, predictionOf, presetOf, seedOf } from './flags.ts';
import { writeHdrFiles } from './hdr-files.ts';
import { canAsk, type Io, pageOf } from './io.ts';
import { type CatalogueEntry, introOf, programsOf, reportOf } from './labs.ts';
import { type LiveView, openLiveView } from './live-view.ts';
import { checkOut, writeOut } from './out-file.ts';
import { renderAs } from './output.ts';
import { ownUrls } from './own-servers.ts';
import { askPrediction } from './prompts.ts';
import { installMissing } from './setup.ts';

const clock: Clock = { nowMs: monotonicClock.nowMs, date: () => new Date() };

/** `redis-lab <lab>`: predict, run, save, judge, show. Answers an exit code. */
export async function runLabCommand(
  io: Io,
  entry: CatalogueEntry,
  lab: AnyLab,
  flags: LabFlags & Readonly<Record<string, unknown>>,
): Promise<number> {
  const preset = presetOf(flags);
  const params = resolveParams(lab.params, preset, flags as Readonly<Record<string, string | true>>);
  const seed = seedOf(flags, Math.random);
  const predicted = predictionOf(flags, lab.prediction.choices.length);
  const format = formatOf(flags);
  const page = pageOf(process.stdout, io.lang, flags);
  if (flags.out !== undefined) await checkOut(flags.out);
  if (flags.hdr !== undefined) await checkOut(flags.hdr, '--hdr');
  await prepareStore(lab.id);

  const onTerminal = format === 'terminal' && flags.out === undefined;
  if (onTerminal) await io.out(renderIntro(introOf(entry, lab), page));
  if (flags.install) await installMissing(io, programsOf([lab], params), true);

  const live = openLiveView(process.stderr, pageOf(process.stderr, io.lang, flags), {
    quiet: flags.quiet === true,
    trace: flags.trace === true,
    nowMs: clock.nowMs,
  });
  const { record, error } = await runLab(lab, {
    preset,
    params,
    seed,
    nonce: randomBytes(4).toString('hex'),
    toolVersion: packageVersion(),
    environment: readEnvironment(),
    clock,
    signal: io.signal,
    onEvent: live.onEvent,
    predict: predictor(io, live, flags, predicted),
    openHost: (options) =>
      openServiceHost({ external: ownUrls(lab, flags), trace: flags.trace === true }, options),
  });
  live.close();

  // The learner's work is shown even when it cannot be kept; the error comes after it.
  const saved = await saveRecord(record).then(
    (file) => ({ file, error: null }),
    (failure: unknown) => ({ file: null, error: failure }),
  );
  const report = reportOf(entry, lab, record, saved.file);
  if (record.outcome === 'completed' || format === 'json') {
    const text = await renderAs(format, report, flags.out === undefined ? page : { ...page, color: false });
    if (flags.out === undefined) await io.out(text);
    else await writeOut(flags.out, onPaper(format, report.lab, page, text));
  }
  if (record.outcome === 'completed' && flags.hdr !== undefined)
    await writeHdrFiles(io, flags.hdr, lab, record);
  if (saved.error) {
    if (error === undefined) throw saved.error;
    reportError(io, saved.error, []); // Beside what stopped the run, which comes after it and decides the exit code.
  }
  if (record.outcome === 'aborted') return exitCodes.interrupted;
  if (error !== undefined) throw error;
  if (report.findings?.disproof) return exitCodes.runFailed;
  const undecided = report.findings?.checks.some((check) => check.verdict === 'inconclusive');
  return flags.strict && undecided ? exitCodes.inconclusive : exitCodes.ran;
}

/** A file holds what the screen shows: the introduction too. */
function onPaper(
  format: ReturnType<typeof formatOf>,
  intro: Parameters<typeof renderIntro>[0],
  page: Parameters<typeof renderIntro>[1],
  text: string,
): string {
  return format === 'terminal' ? renderIntro(intro, { ...page, color: false }) + text : text;
}

/** Answers with what the command line says; asks where it says nothing and somebody can be asked. */
function predictor(io: Io, live: LiveView, flags: LabFlags, predicted: number | null): RunOptions['predict'] {
  return async (prediction, signal) => {
    if (predicted !== null) return prediction.choices[predicted]?.id ?? null;
    if (flags.predict === false || flags.yes || flags.quiet || !canAsk()) return null;
    live.pause();
    return await askPrediction(io, prediction, pageOf(process.stderr, io.lang, flags), signal);
  };
}
