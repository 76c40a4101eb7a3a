// What the acts find, as it goes into the record: plain JSON.
import type { ActsData } from '../../src/kit/judge.ts';

/** get-set: reads, adds one, writes. incr: the server does all of it in one command. */
export type Way = 'get-set' | 'incr';

export interface CountArm {
  readonly way: Way;
  /** How often one was added, and what the counter said in the end. */
  readonly added: number;
  readonly counted: number;
}

export interface CountData {
  readonly arms: readonly CountArm[];
}

/** By act. */
export interface LabData {
  readonly count: CountData;
}

/** The same where an act may have been skipped. */
export type LabTried = ActsData<LabData>;
