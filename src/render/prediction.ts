import type { Lang } from '../core/text.ts';
import type { Findings } from '../report/findings.ts';
import type { Report } from '../report/report.ts';
import { predictionWords } from './words.ts';

/** The learner's choice against the measurement, in words. */
export interface PredictionOutcome {
  readonly chosen: string;
  /** Null where the measurement did not decide. */
  readonly answer: string | null;
  readonly remark: string;
  /** What somebody who chose this believes; only for a choice that turned out wrong. */
  readonly misconception: string | null;
}

export function predictionOutcome(report: Report, findings: Findings, lang: Lang): PredictionOutcome | null {
  const chosenId = report.record.prediction;
  const answerId = findings.answer;
  if (chosenId === null) return null;
  const { choices } = report.lab.prediction;
  const choice = choices.find(({ id }) => id === chosenId);
  // A record of an older revision may hold a choice that the lab no longer offers.
  const chosen = choice?.label[lang] ?? chosenId;
  if (answerId === null)
    return { chosen, answer: null, remark: predictionWords.open[lang], misconception: null };
  const isRight = chosenId === answerId;
  return {
    chosen,
    answer: choices.find(({ id }) => id === answerId)?.label[lang] ?? answerId,
    remark: predictionWords[isRight ? 'right' : 'wrong'][lang],
    misconception: isRight ? null : (choice?.misconception?.[lang] ?? null),
  };
}
