import type { Text } from '../core/text.ts';
import type { Block } from './blocks.ts';

export type Verdict = 'held' | 'refuted' | 'inconclusive';

/** What the judge says about one claim of CLAIMS, with the measured figures in the sentence. */
export interface Check {
  readonly claim: string;
  readonly verdict: Verdict;
  readonly evidence: Text;
}

/** What a lab makes of its record: pure, repeatable years later, in the other language too. */
export interface Findings {
  readonly checks: readonly Check[];
  readonly blocks: readonly Block[];
  readonly warnings: readonly Text[];
  /** The prediction's choice that the measurement bore out; null when it decided nothing. */
  readonly answer: string | null;
  /** Set by a run that puts the lab itself to the test and finds it wrong: the process ends with 1. */
  readonly disproof?: true;
  /** Three sentences: why it came out like this. */
  readonly why: Text;
  /** What the figures cannot show. */
  readonly caveat: Text;
}
