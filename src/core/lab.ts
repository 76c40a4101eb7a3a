import type { Findings } from '../report/findings.ts';
import type { Clock } from './clock.ts';
import type { LabEvent } from './events.ts';
import type { Params, ParamValues } from './params.ts';
import type { Scope } from './scope.ts';
import type { HandleOf, Program, Service } from './service.ts';
import type { Text } from './text.ts';

export type Services = Readonly<Record<string, Service<unknown>>>;
export type Handles<S extends Services> = { readonly [Name in keyof S]: HandleOf<S[Name]> };

/** What the learner is asked before the experiment answers. */
export interface Prediction {
  readonly prompt: Text;
  readonly choices: readonly {
    readonly id: string;
    readonly label: Text;
    /** What somebody who chose this believes, and why it is not so. */
    readonly misconception?: Text;
  }[];
}

/** Everything a lab's `run` may touch the world with. */
export interface LabContext<P extends Params, S extends Services> {
  readonly params: ParamValues<P>;
  readonly services: Handles<S>;
  /** Fixes every random choice of the run. */
  readonly seed: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly scope: Scope;
  emit(event: LabEvent): void;
  /** Asks the learner now, once; what they answer goes into the record, never into the experiment. */
  predict(): Promise<void>;
}

/** A command to go on with, and what to look at. */
export interface Try<P extends Params> {
  readonly command: string;
  readonly look: Text;
  /** Whether a run with these parameters was that command: then it is not suggested again. */
  done?(params: ParamValues<P>): boolean;
}

/** One experiment. `run` does, `interpret` judges, renderers show; they meet only in the record. */
export interface Lab<P extends Params = Params, S extends Services = Services, Data = unknown> {
  readonly id: string;
  /** Raised when the data's shape or the judging changes. */
  readonly revision: number;
  /** The sentence of the study note that is put to the test. */
  readonly question: Text;
  /** A few lines of drawing: who talks to whom. */
  readonly picture: Text;
  readonly claims: readonly string[];
  readonly prediction: Prediction;
  readonly params: P;
  readonly services: S;
  /** Programs of servers that `run` starts itself, by `scope.start`: without one of them its part is skipped. */
  readonly programs?: readonly Program[];
  /** Commands worth trying after a run; the first two are shown. */
  readonly tryNext: readonly Try<P>[];
  run(context: LabContext<P, S>): Promise<Data>;
  interpret(data: Data, params: ParamValues<P>): Findings;
  /** What `--hdr` writes: for each arm a percentile distribution in HdrHistogram's text format. */
  percentiles?(data: Data): readonly { readonly arm: string; readonly text: string }[];
}

/** The identity function: it is here for what TypeScript infers from it. */
export function defineLab<P extends Params, S extends Services, Data>(lab: Lab<P, S, Data>): Lab<P, S, Data> {
  return lab;
}

// biome-ignore lint/suspicious/noExplicitAny: a catalogue holds labs of every shape; each checked itself where it was defined
export type AnyLab = Lab<any, any, any>;
