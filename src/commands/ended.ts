/** How a command ended, and what the learner wants to run after it. */
export interface Ended {
  readonly code: number;
  /** `again`, the id of a lab, or null. */
  readonly next: 'again' | string | null;
}
