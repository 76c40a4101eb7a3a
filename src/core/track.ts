import type { Text } from './text.ts';

/** One step of a walkthrough: an act, why it comes now, and what a group talks about. */
export interface Step {
  readonly lab: string;
  readonly act: string;
  /** With the talk that belongs to it. */
  readonly minutes: number;
  /** The story so far, before the question; it gives nothing away. */
  readonly story: Text;
  /** One thing that is changed before the act runs again, and what to guess about it. */
  readonly change?: { readonly params: Readonly<Record<string, string>>; readonly ask: Text };
  /** For the one who presents: what to ask the room, each a question. */
  readonly ask: readonly Text[];
  /** What to take along, whatever the figures were. */
  readonly recap: Text;
}

/** A session of a study group, an hour at most: data, read by one program. */
export interface Track {
  readonly id: string;
  readonly title: Text;
  readonly steps: readonly Step[];
}

/** What a step is called in what is kept of it. */
export function stepId({ lab, act }: Pick<Step, 'lab' | 'act'>): string {
  return `${lab}/${act}`;
}

export function minutesOf(steps: readonly Step[]): number {
  return steps.reduce((sum, { minutes }) => sum + minutes, 0);
}
