// The figures that judges and tables share.
import { countDelivery, median, type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { BurstArm, BurstData, BurstWay, Death, StreamsData, SynchronousData, Way } from '../data.ts';

interface OfRound {
  readonly round: number;
}

function pairs<Trial extends OfRound>(
  a: readonly Trial[],
  b: readonly Trial[],
  figure: (trial: Trial) => number,
): [number, number][] {
  return a.flatMap((trial): [number, number][] => {
    const partner = b.find(({ round }) => round === trial.round);
    return partner ? [[figure(trial), figure(partner)]] : [];
  });
}

/** How many times as long the caller waits for the work as for RabbitMQ's yes; and how long until all is done. */
export function waitRatio(data: SynchronousData, figure: 'medianMs' | 'allDoneMs'): PairedRatio | null {
  return pairedRatio(
    pairs(trialsOf(data, 'synchronous'), trialsOf(data, 'queued'), (trial) => trial[figure]),
  );
}

export function medianWaitMs(data: SynchronousData, way: Way): number {
  return median(trialsOf(data, way).map(({ medianMs }) => medianMs)) ?? Number.NaN;
}

function trialsOf({ waits }: SynchronousData, way: Way): SynchronousData['waits'][number]['trials'] {
  return waits.find((arm) => arm.way === way)?.trials ?? [];
}

/** What became of the orders of an arm in which somebody dies; null where it is not in the data. */
export function deathOf({ deaths }: SynchronousData, death: Death) {
  const arm = deaths.find((one) => one.death === death);
  return arm ? { ...arm, ...countDelivery(arm.history) } : null;
}

export function burstOf({ arms }: BurstData, way: BurstWay): BurstArm | null {
  return arms.find((arm) => arm.way === way) ?? null;
}

/** How many times as many orders a second go through RabbitMQ as through Streams. */
export function speedRatio({ speeds }: StreamsData): PairedRatio | null {
  const of = (system: string) => speeds.find((one) => one.system === system)?.trials ?? [];
  return pairedRatio(pairs(of('rabbitmq'), of('streams'), ({ perSecond }) => perSecond));
}
