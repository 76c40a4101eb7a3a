import type { Text } from '../core/text.ts';
import type { Block, TableBlock } from './blocks.ts';

export type Verdict = 'held' | 'refuted' | 'inconclusive';

/** What a verdict rests on: the deciding figure in a line, and the conditions with their figures, one each. */
export interface Evidence {
  readonly headline: Text;
  readonly points: readonly Text[];
}

/** What the judge says about one claim. */
export interface Check {
  readonly claim: string;
  /** The sentence of the study note. */
  readonly sentence: Text;
  readonly verdict: Verdict;
  readonly evidence: Evidence;
}

/** A claim whose act did not run. */
export interface Untested {
  readonly claim: string;
  readonly sentence: Text;
  readonly reason: Text;
}

/** The learner's choice beside the measurement. */
export interface Graded {
  readonly prompt: Text;
  /** Null where they were not asked, or said nothing. */
  readonly chosen: Text | null;
  /** Null where the measurement did not decide, or the run did not answer the question as it was put. */
  readonly measured: Text | null;
  /** Null where there is nothing to grade. */
  readonly right: boolean | null;
  /** What somebody who chose this believes; only for a choice that turned out wrong. */
  readonly misconception: Text | null;
  /** Why it is not graded: the parameters of this run change the question. */
  readonly off: Text | null;
}

/** What a room said before the run, a line for each choice. */
export interface Voted {
  readonly prompt: Text;
  readonly choices: readonly {
    readonly label: Text;
    readonly first: number;
    /** Null where the room was not split. */
    readonly second: number | null;
  }[];
  /** Null where the measurement did not decide. */
  readonly measured: Text | null;
}

/** What there is to say of one act. */
export interface ActFindings {
  readonly id: string;
  /** Its place among the acts of the lab, from 1. */
  readonly number: number;
  readonly title: Text;
  /** Its figures are calculated: no server was asked. */
  readonly isModel?: true;
  /** What came out in one line; null for an act that was skipped. */
  readonly headline: Text | null;
  /** Why it was skipped; null for one that ran. */
  readonly skipped: Text | null;
  readonly prediction: Graded | null;
  /** Absent where no room voted. */
  readonly voted?: Voted;
  readonly blocks: readonly Block[];
}

/** What a lab makes of its record: pure, repeatable years later, in the other language too. */
export interface Findings {
  readonly checks: readonly Check[];
  readonly untested: readonly Untested[];
  readonly acts: readonly ActFindings[];
  /** The table that decides; null where the acts that it needs did not run. */
  readonly comparison: TableBlock | null;
  readonly warnings: readonly Text[];
  /** Set by a run that puts the lab itself to the test and finds it wrong: the process ends with 1. */
  readonly disproof?: true;
  /** Two sentences: why it came out like this. */
  readonly why: Text;
  /** What the figures cannot show. */
  readonly caveat: Text;
  /** A question to talk about, made of the reader's own figures; null where there is none. */
  readonly discuss: Text | null;
}
