import type { Text } from '../core/text.ts';

/** One page of an experiment by hand: what is done, and the one thing that is next. */
export interface ExperimentPage {
  readonly lab: string;
  readonly number: number;
  readonly of: number;
  readonly title: Text;
  /** The shell's line that logs in, once in each terminal; null where nothing asks. */
  readonly login: string | null;
  readonly steps: readonly { readonly task: Text; readonly done: boolean }[];
  /** Null when all is done: then `learned` stands there. */
  readonly now: { readonly command: string | null; readonly expect: Text } | null;
  readonly hint: Text | null;
  readonly learned: Text | null;
  readonly keys: readonly (readonly [key: string, does: Text])[];
}
