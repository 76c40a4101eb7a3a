// What a room says before a run: counted by hand in a walkthrough, or by the phones of the demo.

/** How many chose each choice, in its order. */
export type Votes = readonly number[];

export function votesIn(votes: Votes): number {
  return votes.reduce((sum, count) => sum + count, 0);
}

/** A room is split when no choice has four of five votes: then talking pays (Mazur, "Peer Instruction", 1997). */
export function isSplit(votes: Votes): boolean {
  const all = votesIn(votes);
  return all > 1 && Math.max(...votes) < 0.8 * all;
}

export type VotesRead =
  | { readonly votes: Votes }
  | { readonly fault: 'count' | 'number' | 'none' | 'people' };

/** `3 5 1`: how many chose each. Somebody may keep their vote to themselves, but not all. */
export function readVotes(typed: string, choices: number, people: number): VotesRead {
  const words = typed.split(/[\s,]+/).filter((word) => word !== '');
  if (words.length !== choices) return { fault: 'count' };
  if (!words.every((word) => /^\d{1,4}$/.test(word))) return { fault: 'number' };
  const votes = words.map(Number);
  const all = votesIn(votes);
  if (all === 0) return { fault: 'none' };
  return all > people ? { fault: 'people' } : { votes };
}
