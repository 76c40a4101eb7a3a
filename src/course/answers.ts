import { type AnyAct, isSkipped } from '../core/act.ts';
import type { AnyLab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import type { Answer } from './progress.ts';

/** The predictions of a run that it bore out or refuted; those that it did not decide are left out. */
export function answersOf(lab: AnyLab, record: RunRecord): Omit<Answer, 'sure'>[] {
  const data = record.data as Readonly<Record<string, unknown>> | null;
  const params = record.params as never;
  return (lab.acts as readonly AnyAct[]).flatMap(({ id, predict }) => {
    const chosen = record.predictions[id];
    const found = data?.[id];
    if (!predict || chosen === undefined || found === undefined || isSkipped(found)) return [];
    const measured = predict.offWhen?.(params, found) ? null : predict.answer(found, params);
    return measured === null ? [] : [{ lab: lab.id, act: id, chosen, measured }];
  });
}
