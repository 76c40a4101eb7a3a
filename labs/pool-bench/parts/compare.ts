// What the judge and the tables read out of a cell. Nothing is measured here.
import {
  differenceOf,
  Histogram,
  littlesLaw,
  type PairedRatio,
  pairedRatio,
} from '../../../src/kit/judge.ts';
import type { ArmFigures, Cell, Client, Connecting, ShapeId } from '../data.ts';

export interface Wanted {
  readonly shape: ShapeId;
  readonly client: Client;
  readonly tls?: boolean;
}

export function armOf(cell: Cell, wanted: Wanted): ArmFigures | undefined {
  return cell.arms.find(
    ({ shape, client, tls }) =>
      shape === wanted.shape && client === wanted.client && tls === (wanted.tls ?? false),
  );
}

/** Null for an arm in which no trial succeeded. */
export function perSecondOf({ operations, elapsedMs }: ArmFigures): number | null {
  return operations > 0 ? (operations / elapsedMs) * 1e3 : null;
}

/** Client CPU for one operation, in µs; null where it was not counted. */
export function clientCpuOf(arm: ArmFigures | undefined): number | null {
  return arm?.cost && arm.operations > 0 ? arm.cost.clientCpuUs / arm.operations : null;
}

/** The TCP handshake, and the trips after it; null where those were encrypted and nobody could listen. */
export function roundTripsOf({ trips }: Connecting): number | null {
  return trips.length === 0 ? null : 1 + trips.length;
}

/** How many times the first arm's throughput is the second's, of the rounds in which both succeeded. */
export function ratioOf(a: ArmFigures | undefined, b: ArmFigures | undefined): PairedRatio | null {
  if (!a || !b) return null;
  const pairs = a.rounds.flatMap(({ round, perSecond }): [number, number][] => {
    const partner = b.rounds.find((other) => other.round === round);
    return partner ? [[perSecond, partner.perSecond]] : [];
  });
  return pairedRatio(pairs);
}

/** An arm's throughput as a multiple of another's. */
interface Factor {
  readonly of: Wanted;
  readonly to: Wanted;
}

/** How many times the first factor is the second, of the rounds in which all four arms succeeded. */
export function ratioOfFactors(cell: Cell, one: Factor, other: Factor): PairedRatio | null {
  const theirs = factorsByRound(cell, other);
  const pairs = [...factorsByRound(cell, one)].flatMap(([round, factor]): [number, number][] => {
    const partner = theirs.get(round);
    return partner === undefined ? [] : [[factor, partner]];
  });
  return pairedRatio(pairs);
}

function factorsByRound(cell: Cell, { of, to }: Factor): Map<number, number> {
  const base = armOf(cell, to)?.rounds ?? [];
  return new Map(
    (armOf(cell, of)?.rounds ?? []).flatMap(({ round, perSecond }): [number, number][] => {
      const partner = base.find((other) => other.round === round);
      return partner ? [[round, perSecond / partner.perSecond]] : [];
    }),
  );
}

/** Little's law on everything an arm did: how far callers, throughput and latency are from agreeing. */
export function auditOf({ callers }: Cell, arm: ArmFigures): ReturnType<typeof littlesLaw> | null {
  const perSecond = perSecondOf(arm);
  if (perSecond === null) return null;
  const meanLatencyMs = Histogram.fromJSON(arm.latency).meanNs / 1e6;
  return littlesLaw({ concurrency: callers, perSecond, meanLatencyMs, clientMs: 0 });
}

/** The part of an operation's time that the measuring itself took. */
export function harnessShareOf(harnessNs: number, arm: ArmFigures): number {
  return ((perSecondOf(arm) ?? 0) * harnessNs) / 1e9;
}

/** What several comparisons of the same two say together: all the same way, or nothing. */
export function verdictOf(ratios: readonly (PairedRatio | null)[]): 'held' | 'refuted' | 'inconclusive' {
  const differences = ratios.map(differenceOf);
  if (differences.includes('less')) return 'refuted';
  return differences.length > 0 && differences.every((one) => one === 'greater') ? 'held' : 'inconclusive';
}
