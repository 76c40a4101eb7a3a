import { messageOf } from '../core/errors.ts';
import type { LabEvent } from '../core/events.ts';
import type { Text } from '../core/text.ts';
import { untilAborted } from './until-aborted.ts';

/** One variant under comparison. */
export interface Arm<T> {
  readonly name: string;
  /** Runs one trial; warm-up rounds have negative numbers. What it throws marks the trial as failed. */
  trial(round: number, signal: AbortSignal): Promise<T>;
}

/** A trial that threw has no value: it is left out, never averaged in. */
export type Trial<T> =
  | { readonly round: number; readonly value: T }
  | { readonly round: number; readonly failed: string };

export interface ArmTrials<T> {
  readonly arm: string;
  readonly trials: readonly Trial<T>[];
}

export interface TrialsOptions {
  readonly rounds: number;
  /** Rounds before the first that counts: they fill caches, open pools and let the compiler optimise. */
  readonly warmupRounds: number;
  readonly signal: AbortSignal;
  emit(event: LabEvent): void;
}

const unit: Text = { ko: '시행', en: 'trials' };

/**
 * Runs every arm once a round, so that whatever drifts (heat, a neighbour, TIME_WAIT) drifts for all of them.
 * Rejects with the signal's reason when aborted: half a comparison is none.
 */
export async function runTrials<T>(arms: readonly Arm<T>[], options: TrialsOptions): Promise<ArmTrials<T>[]> {
  const { rounds, warmupRounds, signal, emit } = options;
  const of = (warmupRounds + rounds) * arms.length;
  const kept = arms.map((arm) => ({ arm: arm.name, trials: [] as Trial<T>[] }));
  let done = 0;
  for (let round = -warmupRounds; round < rounds; round += 1) {
    for (const index of orderOfRound(round + warmupRounds, arms.length)) {
      const arm = arms[index] as Arm<T>;
      const trial = await attempt(arm, round, signal);
      done += 1;
      emit({ kind: 'progress', done, of, unit });
      if (round < 0) continue;
      kept[index]?.trials.push(trial);
      if ('failed' in trial) emit({ kind: 'warning', text: failure(arm.name, trial) });
    }
  }
  return kept;
}

async function attempt<T>(arm: Arm<T>, round: number, signal: AbortSignal): Promise<Trial<T>> {
  try {
    return { round, value: await untilAborted(signal, () => arm.trial(round, signal)) };
  } catch (error) {
    signal.throwIfAborted();
    return { round, failed: messageOf(error) };
  }
}

/**
 * The order of the arms in one round: a row of Williams' square (Aust. J. Sci. Res. A 2, 1949), backwards in every
 * second pass: A B, B A, B A, A B. Over a pass, or two for an odd number of arms, each arm stands in each place and
 * comes after each other arm equally often, so nobody always inherits the same arm's sockets. Shuffling does this
 * only on average, and a learner's five rounds are too few for that.
 */
export function orderOfRound(round: number, arms: number): number[] {
  const zigzag = Array.from({ length: arms }, (_, place) =>
    place % 2 === 1 ? (place + 1) / 2 : arms - place / 2,
  );
  const row = zigzag.map((arm) => (arm + round) % arms);
  return Math.floor(round / arms) % 2 === 1 ? row.reverse() : row;
}

/** The figures of two arms, of the rounds that both completed: what `pairedRatio` takes. */
export function pairsOf<T>(
  a: ArmTrials<T>,
  b: ArmTrials<T>,
  figure: (value: T) => number,
): [number, number][] {
  return a.trials.flatMap((trial): [number, number][] => {
    const partner = b.trials.find(({ round }) => round === trial.round);
    if (!partner || !('value' in trial) || !('value' in partner)) return [];
    return [[figure(trial.value), figure(partner.value)]];
  });
}

/** The values of the trials that completed. */
export function valuesOf<T>({ trials }: ArmTrials<T>): T[] {
  return trials.flatMap((trial) => ('value' in trial ? [trial.value] : []));
}

/** One warning for each trial that was left out. */
export function failureWarnings(arms: readonly ArmTrials<unknown>[]): Text[] {
  return arms.flatMap(({ arm, trials }) =>
    trials.flatMap((trial) => ('failed' in trial ? [failure(arm, trial)] : [])),
  );
}

function failure(arm: string, { round, failed }: { round: number; failed: string }): Text {
  return {
    ko: `${arm}: ${round + 1}번째 시행이 실패해서 결과에서 뺐어요(${failed}).`,
    en: `${arm}: trial ${round + 1} failed and was left out (${failed}).`,
  };
}
