import { randomInt } from 'node:crypto';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import type { Trace } from '../core/trace.ts';
import type { Step } from '../core/track.ts';
import { findingsOf } from '../course/findings.ts';
import { loadRun } from '../course/kept-run.ts';
import { prepareStore, saveRun } from '../course/run-store.ts';
import { keptOf, type Walk } from '../course/walk.ts';
import type { Io } from '../terminal/io.ts';
import { notKept } from './not-kept.ts';
import { noteRun } from './note-run.ts';
import { runOnPage } from './quick-run.ts';
import type { Found } from './walk-scene.ts';

/**
 * Runs the act. One moving line, and nothing of it stays; a record that cannot be kept is shown all the same. Null when
 * `q` was pressed: then it is run when the walk goes on.
 */
export async function perform(
  io: Io,
  walk: Walk,
  step: Step,
  lab: AnyLab,
  flags: { readonly color: boolean; readonly ascii?: boolean },
): Promise<RunRecord | null> {
  const { chosen, sure = null } = keptOf(walk, step);
  const given = walk.phase === 'run' ? {} : (step.change?.params ?? {});
  const wish = { seed: randomInt(2 ** 32), acts: [step.act], given, predict: async () => chosen ?? null };
  const ran = await runOnPage(io, lab, wish, flags);
  if (ran === null) return null;
  const { record, trace, error } = ran;
  if (error !== undefined) throw error;
  await saved(record, trace).catch((failure) => notKept(io, failure));
  await noteRun(io, lab, record, new Map([[step.act, sure]]));
  return record;
}

async function saved(record: RunRecord, trace: Trace): Promise<void> {
  await prepareStore(record.lab);
  await saveRun(record, trace);
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
