// A small world that goes on until somebody has seen enough. What a learner does to it are real faults on its private
// servers, and what is ticked off is known from the trace, never from what somebody says they did.
import type { Prediction } from './act.ts';
import type { Text } from './text.ts';
import type { Happening } from './trace.ts';

export interface Scene<Context> {
  /** What to watch, in a sentence or two. */
  readonly aim: Text;
  /** What can be done to it, by the id of the handler that does it. */
  readonly pokes: readonly Poke[];
  /** In order: each changes one thing. */
  readonly ladder: readonly Rung[];
  /** Parameters as they are typed, where it needs fewer servers than the lab. */
  readonly given?: Readonly<Record<string, string>>;
  /** How far somebody is seen on the maps of its trace, in metres. */
  readonly radiusM?: number;
  /**
   * Goes on until the context's signal.
   * @param offer takes what the pokes do, as soon as everybody is in their place
   */
  run(context: Context, offer: (handlers: Handlers) => void): Promise<void>;
}

export type Handlers = Readonly<Record<string, () => void | Promise<void>>>;

export interface Poke {
  readonly id: string;
  readonly label: Text;
}

export type Rung = {
  /** What to do, not what comes of it. */
  readonly task: Text;
  /** What has just been seen, in its own figures. */
  learned(events: readonly Happening[]): Text;
} & (
  | {
      /** Asked before; it is done as soon as the trace has an answer, whichever that is. */
      readonly predict: RungPrediction;
    }
  | { done(events: readonly Happening[]): boolean }
);

/** Its answer is null until the trace has one. */
export type RungPrediction = Prediction<readonly Happening[], Readonly<Record<string, never>>>;

/** What is asked of a rung; null where nothing is. */
export function askedOf(rung: Rung): RungPrediction | null {
  return 'predict' in rung ? rung.predict : null;
}

function isDone(rung: Rung, events: readonly Happening[]): boolean {
  return 'predict' in rung ? rung.predict.answer(events, {}) !== null : rung.done(events);
}

/** How many rungs are done: never fewer than before, and none before its time. */
export function doneRungs(ladder: readonly Rung[], events: readonly Happening[], before = 0): number {
  const open = ladder.slice(before).findIndex((rung) => !isDone(rung, events));
  return open < 0 ? ladder.length : before + open;
}
