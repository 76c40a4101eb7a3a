import type { Histogram } from './histogram.ts';

const nsPerMs = 1e6;

/** Lines per halving of the distance to 100 %, as HdrHistogram's own tools have it. */
const linesPerHalving = 5;

/**
 * HdrHistogram's percentile distribution in milliseconds: the `.hgrm` text that the plotter on
 * hdrhistogram.github.io and its like read. The nearer to 100 %, the closer together the lines.
 */
export function percentileDistribution(histogram: Histogram): string {
  const { count, maxNs, meanNs } = histogram;
  const lines = [row('Value', 'Percentile', 'TotalCount', '1/(1-Percentile)'), ''];
  let percent = 0;
  let before = 0;
  let squares = 0;
  for (const bucket of histogram.buckets()) {
    while (percent <= (100 * bucket.count) / count) {
      const distance = (100 / (100 - percent)).toFixed(2);
      lines.push(row(ms(bucket.highestNs), (percent / 100).toFixed(12), `${bucket.count}`, distance));
      percent += 100 / (linesPerHalving * 2 ** (Math.floor(Math.log2(100 / (100 - percent))) + 1));
      if (bucket.count === count) break; // Ever closer lines would never reach 100 %: that one follows.
    }
    squares += (bucket.count - before) * ((bucket.lowestNs + bucket.highestNs) / 2 - meanNs) ** 2;
    before = bucket.count;
  }
  if (count > 0) lines.push(row(ms(maxNs), (1).toFixed(12), `${count}`, '').trimEnd());
  const deviationNs = Math.sqrt(squares / Math.max(1, count));
  return `${[
    ...lines,
    `#[Mean    = ${right(ms(meanNs))}, StdDeviation   = ${right(ms(deviationNs))}]`,
    `#[Max     = ${right(ms(maxNs))}, Total count    = ${right(`${count}`)}]`,
    // The layout of ours (histogram.ts), as the format wants it.
    `#[Buckets = ${right('32')}, SubBuckets     = ${right('2048')}]`,
  ].join('\n')}\n`;
}

function row(value: string, percentile: string, count: string, distance: string): string {
  return `${right(value)} ${percentile.padStart(14)} ${count.padStart(10)} ${distance.padStart(14)}`;
}

function right(text: string): string {
  return text.padStart(12);
}

function ms(valueNs: number): string {
  return (valueNs / nsPerMs).toFixed(3);
}
