import type { TableBlock } from '../report/blocks.ts';
import type { Act, Skipped } from './act.ts';
import type { Clock } from './clock.ts';
import type { Decision } from './decision.ts';
import type { LabEvent } from './events.ts';
import type { Experiment } from './experiment.ts';
import type { Judge } from './judge.ts';
import type { Params, ParamValues } from './params.ts';
import type { Scene } from './scene.ts';
import type { Scope } from './scope.ts';
import type { HandleOf, Program, Service } from './service.ts';
import type { Text } from './text.ts';
import type { Actor, ActorId, Happening } from './trace.ts';

export type Services = Readonly<Record<string, Service<unknown>>>;
export type Handles<S extends Services> = { readonly [Name in keyof S]: HandleOf<S[Name]> };

/** Everything an act may touch the world with. */
export interface LabContext<P extends Params, S extends Services> {
  readonly params: ParamValues<P>;
  readonly services: Handles<S>;
  /** Fixes every random choice of the run. */
  readonly seed: number;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Of the act: what is opened in it ends with it. */
  readonly scope: Scope;
  emit(event: LabEvent): void;
  /** Writes into the trace: who sent which message to whom, and what became of it. Timed arms write only samples. */
  note(happening: Happening, arm?: string): void;
}

/** A command to go on with, and what to look at. */
export interface Try<P extends Params> {
  readonly command: string;
  readonly look: Text;
  /** Whether a run with these parameters was that command: then it is not suggested again. */
  done?(params: ParamValues<P>): boolean;
}

/** One arm, and a figure of each of its trials that completed. */
export interface TrialsOfArm {
  readonly id: string;
  readonly name: Text;
  readonly values: readonly number[];
}

/** Something to play with that is left running until Ctrl-C: `redis-lab <id> serve`. */
export interface Serve<S extends Services> {
  readonly summary: Text;
  readonly params: Params;
  /** Starts it on the scope. Returns how to play with it. */
  run(context: LabContext<Params, S>): Promise<Text>;
}

/** The data of a run: of each act what it found, or why it was skipped. */
export type ActsData<Data> = { readonly [Id in keyof Data]: Data[Id] | Skipped };

/**
 * A few sentences of a study note put to the test. Acts do, judges judge, shows show; they meet only in the record.
 * `Data` is what the acts find, by their ids.
 */
export interface Lab<P extends Params = Params, S extends Services = Services, Data = unknown> {
  readonly id: string;
  /** Raised when the data's shape or the judging changes. */
  readonly revision: number;
  /** The sentence of the study note that is put to the test. */
  readonly question: Text;
  /** A few lines of drawing: who talks to whom. */
  readonly picture: Text;
  /** Who takes part, for the replay: the names that commands and messages of the trace go by. */
  readonly actors?: Readonly<Record<ActorId, Actor>>;
  /** What the samples of its trace are called. */
  readonly series?: Readonly<Record<string, Text>>;
  /** What the arms of its trace are called that are no row of a table. */
  readonly arms?: Readonly<Record<string, Text>>;
  readonly params: P;
  readonly services: S;
  /** Settings by name, for `--preset`: flags as they could be given, which still win over them. */
  readonly presets?: Readonly<
    Record<string, { readonly label: Text; readonly given: Readonly<Record<string, string>> }>
  >;
  /** Programs of servers that acts start themselves, by `scope.start`: without one of them its part is skipped. */
  readonly programs?: readonly Program[];
  /** In teaching order: an act's number is its place. */
  readonly acts: readonly {
    [Id in keyof Data]: Act<Data[Id], P, LabContext<P, S>> & { readonly id: Id };
  }[keyof Data][];
  /** By claim, in the order in which they are told. */
  readonly judges: Readonly<Record<string, Judge<ActsData<Data>, P>>>;
  /** The table that decides, at most eight rows; null where the acts that it needs did not run. */
  comparison(data: ActsData<Data>, params: ParamValues<P>): TableBlock | null;
  /** Two sentences: why it comes out like this. */
  why(data: ActsData<Data>, params: ParamValues<P>): Text;
  /** What the figures cannot show, one sentence. */
  caveat(data: ActsData<Data>, params: ParamValues<P>): Text;
  /** A question to talk about, made of the reader's own figures; null where the acts that it needs did not run. */
  discuss?(data: ActsData<Data>, params: ParamValues<P>): Text | null;
  /** Whether a run that puts the lab itself to the test found it wrong: the process ends with 1. */
  disproof?(data: ActsData<Data>): boolean;
  readonly serve?: Serve<S>;
  /** A world that goes on, to be broken by hand from the page of `redis-lab demo`. */
  live?(): Promise<Scene<LabContext<P, S>>>;
  /** Questions after which one of the things that it measures fits: `redis-lab decide`. */
  readonly decision?: Decision<ActsData<Data>>;
  /** Three things to break by hand, in `experiments.ts`. */
  readonly experiments?: readonly Experiment[];
  /** Commands worth trying after a run; the first two are shown. */
  readonly tryNext: readonly Try<P>[];
  /** What `--hdr` writes: for each arm a percentile distribution in HdrHistogram's text format. */
  percentiles?(data: ActsData<Data>): readonly { readonly arm: string; readonly text: string }[];
  /** What `compare` divides by the same of another run: the figure by its name, and the arms that decide. */
  readonly trials?: {
    readonly figure: Text;
    of(data: ActsData<Data>, params: ParamValues<P>): readonly TrialsOfArm[];
  };
  /** Whether its acts draw maps: `--map` shows them above the ending. */
  readonly drawsMaps?: true;
  /** Reads the data of a record of format 1, and names the act that its one prediction was about; for labs that have such. */
  readonly older?: {
    readonly predicted: keyof Data & string;
    data(data: unknown): ActsData<Data>;
  };
}

/** The identity function: it is here for what TypeScript infers from it. */
export function defineLab<Data>() {
  return <P extends Params, S extends Services>(lab: Lab<P, S, Data>): Lab<P, S, Data> => lab;
}

// biome-ignore lint/suspicious/noExplicitAny: a catalogue holds labs of every shape; each checked itself where it was defined
export type AnyLab = Lab<any, any, any>;
