import type { AnyAct } from '../core/act.ts';
import type { RunRecord } from '../core/record.ts';
import type { Track } from '../core/track.ts';
import type { Walk } from '../course/walk.ts';
import type { ActFindings, Findings } from '../report/findings.ts';

/** What the run of a step found. */
export interface Found {
  readonly record: RunRecord;
  readonly findings: Findings;
  readonly act: ActFindings;
}

export interface Scene {
  readonly walk: Walk;
  readonly track: Track;
  readonly act: AnyAct;
  readonly found: Found | null;
  readonly changed: Found | null;
  readonly spentMs: number;
}

/** The choice that the run bore out; null where it decided nothing. */
export function measuredChoice(
  { record, act }: Found,
  predict: NonNullable<AnyAct['predict']>,
): string | null {
  const params = record.params as never;
  const data = (record.data as Readonly<Record<string, unknown>>)[act.id];
  return predict.offWhen?.(params, data) ? null : predict.answer(data, params);
}
