import { askedOf, doneRungs, type Rung } from '../../src/core/scene.ts';
import type { Happening } from '../../src/core/trace.ts';

/** What the trace says to the question of this rung; undefined for a rung without one. */
export function answerOf(ladder: readonly Rung[], rung: number, events: readonly Happening[]) {
  return askedOf(ladder[rung] as Rung)?.answer(events, {});
}

/** How many rungs are done as the page looks: again and again, and what is done stays done. */
export function rungsDone(ladder: readonly Rung[], events: readonly Happening[]): number {
  const looked = events.map((_, at) => events.slice(0, at + 1));
  return looked.reduce((before, seen) => doneRungs(ladder, seen, before), 0);
}
