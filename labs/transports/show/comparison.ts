import { ran, type TableBlock } from '../../../src/kit/judge.ts';
import type { TransportsTried } from '../data.ts';
import { streamTable } from './stream.ts';

/** The same updates by each transport; what the columns mean stands in the act. */
export function comparison(data: TransportsTried): TableBlock | null {
  const stream = ran(data.stream);
  return stream && { ...streamTable(stream), notes: [] };
}
