import type { Lab } from '../core/lab.ts';
import type { RunRecord } from '../core/record.ts';
import type { Lang, Text } from '../core/text.ts';
import type { Findings } from './findings.ts';

/** What a reader is told about the lab itself, before any figure. */
export type LabIntro = Pick<Lab, 'id' | 'question' | 'picture'> & {
  readonly title: Text;
  readonly claims: readonly string[];
};

/** Everything a renderer needs: pure data in, text out. */
export interface Report {
  readonly lab: LabIntro;
  readonly record: RunRecord;
  /** Null when the run did not complete. */
  readonly findings: Findings | null;
  /** Where the record was written; null for one that could not be. */
  readonly recordFile: string | null;
  /** How a saved run was asked for, as the shell takes it; not given for one that has just ended, which is the last. */
  readonly shownAs?: string;
  /** What to do in this lab after this run. */
  readonly tryNext: readonly Pick<Lab['tryNext'][number], 'command' | 'look'>[];
  /** How the program was called: `redis-lab`, or `npx redis-lab`. Commands are printed as they can be typed. */
  readonly program: string;
  /** The lab to go on with, in teaching order. */
  readonly nextLab: { readonly id: string; readonly title: Text } | null;
  /** Whether keys stand under the ending: they lead to the details and to the next lab, so no command need be named. */
  readonly keysBelow?: boolean;
}

/** The page that a terminal report is laid out for. */
export interface TerminalPage {
  readonly lang: Lang;
  readonly columns: number;
  readonly color: boolean;
  /** Only ASCII and Hangul: for terminals that draw ambiguous-width characters two cells wide. */
  readonly ascii: boolean;
}
