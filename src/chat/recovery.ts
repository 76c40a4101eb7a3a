// Whether what the history has after a position is exactly what its reader missed. Pure.
import { type Entry, limits, type NotRecovered, type Position } from './wire.ts';

export interface Recovered {
  readonly recovered: boolean;
  readonly why?: NotRecovered;
}

/**
 * @param at where the reader stands
 * @param top where the history stands
 * @param entries those after `at.o`, oldest first
 * @param trustOffsets the planted fault: offsets alone, as most chat servers do it
 */
export function recover(
  at: Position,
  top: Position,
  entries: readonly Entry[],
  trustOffsets = false,
): Recovered {
  if (at.epoch !== top.epoch) return not('history-is-another');
  if (top.o < at.o) return not('history-was-rewritten');
  if (top.o - at.o > limits.recover) return not('missed-too-much');
  const sameTag = (tag: string) => trustOffsets || tag === at.tag;
  if (top.o === at.o) return sameTag(top.tag) ? { recovered: true } : not('history-was-rewritten');
  const [first] = entries;
  if (first?.o !== at.o + 1 || entries.at(-1)?.o !== top.o || entries.length !== top.o - at.o)
    return not('history-too-short');
  return sameTag(first.prev) ? { recovered: true } : not('history-was-rewritten');
}

/** Whether this entry comes right after that position. */
export const follows = (at: Position, epoch: string, e: Pick<Entry, 'o' | 'prev'>): boolean =>
  at.epoch === epoch && e.o === at.o + 1 && e.prev === at.tag;

const not = (why: NotRecovered): Recovered => ({ recovered: false, why });
