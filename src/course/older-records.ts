import type { AnyLab } from '../core/lab.ts';
import { resolveParams } from '../core/params.ts';
import { type RunRecord, recordFormatVersion } from '../core/record.ts';

/** A record of format 1: one prediction for the whole lab, data in the lab's own shape. */
interface RecordOfFormat1 extends Omit<RunRecord, 'predictions' | 'quiet' | 'timings'> {
  /** Its commands, which stand in a file of their own today. */
  readonly trace: unknown;
  readonly traceDropped: number;
  readonly prediction: string | null;
  readonly timings: {
    readonly totalMs: number;
    readonly steps: readonly { readonly id: string; readonly tookMs: number }[];
  };
}

/** The record in today's shape. What an older program did not measure is said to be skipped. */
export function currentRecord(lab: AnyLab, record: RunRecord): RunRecord {
  const current = ofThisFormat(lab, record);
  // What could not be set yet was what is the default today.
  return { ...current, params: { ...resolveParams(lab.params, 'default', {}), ...current.params } };
}

function ofThisFormat(lab: AnyLab, record: RunRecord): RunRecord {
  if (record.formatVersion === recordFormatVersion) return record;
  const { prediction, timings, trace: _, traceDropped: __, ...kept } = record as unknown as RecordOfFormat1;
  const { older } = lab;
  if (!older) throw new Error(`${lab.id} has no records of format ${record.formatVersion}`);
  return {
    ...kept,
    formatVersion: recordFormatVersion,
    predictions: prediction === null ? {} : { [older.predicted]: prediction },
    quiet: null,
    timings: { totalMs: timings.totalMs, acts: timings.steps },
    data: kept.data === null ? null : older.data(kept.data),
  };
}
