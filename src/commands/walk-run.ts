import { randomInt } from 'node:crypto';
import type { AnyLab } from '../core/lab.ts';
import { resolveParams } from '../core/params.ts';
import type { RunRecord } from '../core/record.ts';
import type { Trace } from '../core/trace.ts';
import type { Step } from '../core/track.ts';
import { findingsOf } from '../course/findings.ts';
import { loadRun } from '../course/kept-run.ts';
import { prepareStore, saveRecord, saveTrace } from '../course/run-store.ts';
import { keptOf, type Walk } from '../course/walk.ts';
import { monotonicClock } from '../measure/clock.ts';
import { type Io, pageOf } from '../terminal/io.ts';
import { openLiveView } from '../terminal/live-view.ts';
import { experiment } from './experiment.ts';
import { noteRun } from './note-run.ts';
import type { Found } from './walk-view.ts';

/** Runs the act. One moving line, and nothing of it stays; a record that cannot be kept is shown all the same. */
export async function perform(
  io: Io,
  walk: Walk,
  step: Step,
  lab: AnyLab,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<RunRecord> {
  const { chosen, sure = null } = keptOf(walk, step);
  const given = walk.phase === 'run' ? {} : (step.change?.params ?? {});
  io.err('\u001b[H\u001b[2J');
  const live = openLiveView(process.stderr, () => pageOf(process.stderr, io.lang, flags), {
    quiet: false,
    nowMs: monotonicClock.nowMs,
  });
  const { record, trace, error } = await experiment(lab, {
    preset: 'quick',
    params: resolveParams(lab.params, 'quick', given),
    seed: randomInt(2 ** 32),
    acts: [step.act],
    signal: io.signal,
    onEvent(event) {
      if (event.kind === 'act' || event.kind === 'progress') live.onEvent(event);
    },
    predict: async () => chosen ?? null,
    servers: { external: {}, trace: false },
  });
  live.close();
  if (error !== undefined) throw error;
  await saved(record, trace).catch(() => {}); // The line about the folder has been said.
  await noteRun(io, lab, record, new Map([[step.act, sure]]));
  return record;
}

async function saved(record: RunRecord, trace: Trace): Promise<void> {
  await prepareStore(record.lab);
  await saveRecord(record);
  await saveTrace(record, trace);
}

/** Null where the record is gone, or is none any more. */
export async function savedRecord(id: string): Promise<RunRecord | null> {
  const kept = await loadRun(id, 'redis-lab').catch(() => null);
  return kept?.report.record.outcome === 'completed' ? kept.report.record : null;
}

export function foundIn(lab: AnyLab, step: Step, saved: RunRecord | null): Found | null {
  if (saved === null) return null;
  const findings = findingsOf(lab, saved);
  const act = findings.acts.find(({ id }) => id === step.act);
  return act ? { record: saved, findings, act } : null;
}
