// For `--hdr`: the latencies of each arm, as the plotter on hdrhistogram.github.io reads them.
import { Histogram, percentileDistribution, ran } from '../../../src/kit/judge.ts';
import type { ArmFigures, PoolTried } from '../data.ts';
import { placeId } from './row-id.ts';

export function percentiles(data: PoolTried): { arm: string; text: string }[] {
  const cells = [data.shapes, data.tls, data.postgres].flatMap((tried) => ran(tried)?.cells ?? []);
  const lengths = ran(data.threads)?.lengths ?? [];
  const named = [
    ...cells.map((cell) => ({ cell, place: placeId(cell) })),
    ...lengths.map(({ cell, taskMs }) => ({ cell, place: `${taskMs}ms-task` })),
  ];
  return named.flatMap(({ cell, place }) =>
    cell.arms
      .filter(({ operations }) => operations > 0)
      .map((arm) => ({
        arm: `${nameOf(arm)}-${place}`,
        text: percentileDistribution(Histogram.fromJSON(arm.latency)),
      })),
  );
}

function nameOf({ shape, client, poolSize, tls }: ArmFigures): string {
  return [shape, poolSize, client, tls ? 'tls' : null].filter((part) => part !== null).join('-');
}
