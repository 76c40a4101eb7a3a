import type { HistogramBlock } from '../report/blocks.ts';

/** Neighbouring bins together, until they fit. */
export function mergeBins(block: HistogramBlock, most: number): Pick<HistogramBlock, 'edges' | 'series'> {
  const bins = block.edges.length - 1;
  const together = Math.ceil(bins / most);
  const groups = Math.ceil(bins / together);
  const sumOf = (counts: readonly number[], group: number) =>
    counts.slice(group * together, (group + 1) * together).reduce((sum, count) => sum + count, 0);
  return {
    edges: Array.from({ length: groups + 1 }, (_, at) => block.edges[Math.min(at * together, bins)] ?? 0),
    series: block.series.map(({ id, label, counts }) => ({
      id,
      label,
      counts: Array.from({ length: groups }, (_, group) => sumOf(counts, group)),
    })),
  };
}
