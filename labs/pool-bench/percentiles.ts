// For `--hdr`: the latencies of each arm, as the plotter on hdrhistogram.github.io reads them.
import { Histogram, percentileDistribution } from '../../src/lab-kit.ts';
import type { ArmFigures, Cell } from './cell.ts';
import type { PoolData } from './run.ts';

export function percentiles({ redis, tls, postgres, threads }: PoolData): { arm: string; text: string }[] {
  const named = [
    ...(redis?.shapes ?? []).map((cell) => ({ cell, place: placeOf(cell) })),
    ...(tls ?? []).map((cell) => ({ cell, place: placeOf(cell) })),
    ...(postgres?.cells ?? []).map((cell) => ({ cell, place: placeOf(cell) })),
    ...(threads?.lengths ?? []).map(({ cell, taskMs }) => ({ cell, place: `${taskMs}ms-task` })),
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

function placeOf({ callers, roundTrip }: Cell): string {
  return `${callers}-callers${roundTrip?.addedMs ? `-${roundTrip.addedMs}ms` : ''}`;
}

function nameOf({ shape, client, poolSize, tls }: ArmFigures): string {
  return [shape, poolSize, client, tls ? 'tls' : null].filter((part) => part !== null).join('-');
}
