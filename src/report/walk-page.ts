import type { Question } from '../core/act.ts';
import type { Text } from '../core/text.ts';
import type { Block } from './blocks.ts';
import type { Graded } from './findings.ts';

/** One page of a walkthrough, as what it shows; null where it does not show it (yet). */
export interface WalkPage {
  readonly track: Text;
  readonly step: { readonly number: number; readonly of: number; readonly title: Text };
  readonly clock: { readonly spentMs: number; readonly plannedMinutes: number; readonly minutes: number };
  /** Somebody presents to a room: few words, a lot of room. */
  readonly present: boolean;
  readonly heading: Text;
  readonly texts: readonly Text[];
  readonly question: Question | null;
  readonly votes: VotesShown | null;
  readonly graded: Graded | null;
  /** For who was wrong and asked for it. */
  readonly hint: Text | null;
  /** The drawing or table that shows it best, where there is room. */
  readonly picture: readonly Block[];
  readonly keys: readonly (readonly [key: string, does: Text])[];
}

/** Both votes of a room, beside what was measured. */
export interface VotesShown {
  readonly choices: readonly {
    readonly label: Text;
    readonly first: number | null;
    readonly second: number | null;
    readonly measured: boolean;
  }[];
}

/** What the one who presents sees on a screen of their own. */
export interface WalkNotes {
  readonly step: WalkPage['step'];
  readonly phase: Text;
  /** Nobody has it on a screen: whoever presented has left. */
  readonly left: boolean;
  readonly choices: readonly {
    readonly label: Text;
    /** What somebody who chose this believes; null for a choice that holds. */
    readonly misconception: Text | null;
    readonly first: number | null;
    readonly second: number | null;
  }[];
  readonly ask: readonly Text[];
  /** The title of the next step; null at the last. */
  readonly next: Text | null;
}
