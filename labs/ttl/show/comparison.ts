import { ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { TtlTried } from '../data.ts';
import { tooFew, waysTable } from './four-ways.ts';

/** The ways to know who is active, one row each; the notes stand in their act. */
export function comparison(data: TtlTried): TableBlock | null {
  const fourWays = ran(data['four-ways']);
  return fourWays && { ...waysTable(fourWays), notes: tooFew(fourWays.ways) };
}
