import type { Block } from '../report/blocks.ts';
import type { Graded } from '../report/findings.ts';
import type { Params, ParamValues } from './params.ts';
import type { Program } from './service.ts';
import type { Text } from './text.ts';

/** Stands where an act's data would: why there is none. */
export interface Skipped {
  readonly skipped: Text;
}

/** What a run holds of an act. */
export type Tried<Data> = Data | Skipped;

export function isSkipped(tried: unknown): tried is Skipped {
  return typeof tried === 'object' && tried !== null && 'skipped' in tried;
}

/** The act's data; null where it was skipped. */
export function ran<Data>(tried: Tried<Data> | undefined): Data | null {
  return tried === undefined || isSkipped(tried) ? null : (tried as Data);
}

/** What the learner is asked before an act answers. */
export interface Question {
  readonly prompt: Text;
  readonly choices: readonly {
    readonly id: string;
    readonly label: Text;
    /** What somebody who chose this believes, and why it is not so. */
    readonly misconception?: Text;
  }[];
}

/** How sure the learner is: 1 a guess, 2 fairly sure, 3 sure. */
export type Sureness = 1 | 2 | 3;

export interface Prediction<Data, P extends Params> extends Question {
  /** For who was wrong: the thing behind it, then where to look; neither gives the reason away. */
  readonly hints?: { readonly concept: Text; readonly pointer: Text };
  /** Why a run with these parameters, or with what it found, does not answer the question as it is put; null where it does. */
  offWhen?(params: ParamValues<P>, data?: Data): Text | null;
  /** The choice that the measurement bore out; null when it decided nothing. */
  answer(data: Data, params: ParamValues<P>): string | null;
  /** Choices that the measurement refuted though it did not decide between the others. */
  ruledOut?(data: Data): readonly string[];
}

/** Puts a choice beside the measurement. It is graded only where the run answers the question as it was put. */
export function grade<Data, P extends Params>(
  { prompt, choices, offWhen, answer, ruledOut }: Prediction<Data, P>,
  data: Data,
  params: ParamValues<P>,
  chosenId: string | undefined,
): Graded {
  const off = offWhen?.(params, data) ?? null;
  const answerId = off ? null : answer(data, params);
  const choice = choices.find(({ id }) => id === chosenId);
  const isOut = choice !== undefined && !off && ruledOut?.(data).includes(choice.id);
  const undecided = choice === undefined || answerId === null;
  const right = isOut ? false : undecided ? null : choice.id === answerId;
  return {
    prompt,
    chosen: choice?.label ?? null,
    measured: choices.find(({ id }) => id === answerId)?.label ?? null,
    right,
    misconception: right === false ? (choice?.misconception ?? null) : null,
    off,
  };
}

/** Above this share of the time the client's own core is the limit: it measures itself, not the server. */
export const clientBoundFrom = 0.85;

/** How far a row of an act's tables can be trusted. The frame marks the rows and writes the warnings. */
export interface RowQuality {
  /** The row's id in the tables. */
  readonly row: string;
  readonly name: Text;
  /** The share of the time, 0 to 1, in which the client itself was busy. */
  readonly clientBusyShare?: number;
  /** The share of the time, 0 to 1, that the measuring took. */
  readonly harnessShare?: number;
  /** How far callers, throughput and latency are from agreeing (Little's law), relative. */
  readonly littleDeviation?: number;
  /** Trials that threw: they are left out, never averaged in. */
  readonly failed?: { readonly trials: number; readonly of: number; readonly reason: string };
}

/** What a reader sees of an act: pure, in both languages, a year later too. */
export interface Shown<Data, P extends Params = Params> {
  /** Two or three words; before a prediction they give nothing away. */
  readonly title: Text;
  /** What to watch for, one sentence; shown before it runs. */
  readonly aim: Text;
  /** Its figures are calculated: no server was asked. */
  readonly isModel?: true;
  /** Every act that can surprise asks. */
  readonly predict?: Prediction<Data, P>;
  /** What came out, in one line. */
  headline(data: Data, params: ParamValues<P>): Text;
  show(data: Data, params: ParamValues<P>): Block[];
  quality?(data: Data, params: ParamValues<P>): RowQuality[];
  /** What a reader must know before trusting the figures of this act. */
  warnings?(data: Data, params: ParamValues<P>): Text[];
}

/** One experiment of a lab, with a beginning and an end. */
export interface Act<Data, P extends Params, Context> extends Shown<Data, P> {
  /** In English, for ever: data, commands and records go by it. */
  readonly id: string;
  /** Why a run with these parameters is without this act, and how to get it; null where it has it. */
  leftOut?(params: ParamValues<P>): Text | null;
  /** A Redis that may be stopped and set, programs that have to be there: else it is skipped, and the frame says why. */
  readonly needs?: readonly ('private-redis' | Program)[];
  /** How long it may say nothing on purpose with these parameters, beyond what every act may (silence.ts). */
  silentMs?(params: ParamValues<P>): number;
  /** Touches the world and returns plain JSON. What it opens hangs on its scope and ends with it. */
  run(context: Context): Promise<Data>;
}

/** An act of whatever lab, for who only shows it. */
export type AnyAct = Act<unknown, Params, unknown>;
