// What the judge and the tables read out of trials. Nothing is measured here.
import { type PairedRatio, pairedRatio } from '../../../src/kit/judge.ts';
import type { StreamArm, StreamArmId, StreamData, WindowTrial } from '../data.ts';

type Trials = readonly WindowTrial[];
export type FigureOf = (trial: WindowTrial) => number;

export const bytesOf: FigureOf = ({ bytesUp, bytesDown }) => bytesUp + bytesDown;
export const cpuOf: FigureOf = ({ serverCpuUs }) => serverCpuUs;

export function sumOf(trials: Trials, figure: FigureOf): number {
  return trials.reduce((sum, trial) => sum + figure(trial), 0);
}

/** Of an update at one client; null without a trial. */
export function perUpdate(trials: Trials, figure: FigureOf): number | null {
  const due = sumOf(trials, (trial) => trial.due);
  return due > 0 ? sumOf(trials, figure) / due : null;
}

export function perSecond(trials: Trials, figure: FigureOf): number | null {
  const seconds = sumOf(trials, (trial) => trial.seconds);
  return seconds > 0 ? sumOf(trials, figure) / seconds : null;
}

export function armOf({ arms }: StreamData, id: StreamArmId): StreamArm | undefined {
  return arms.find(({ arm }) => arm === id);
}

/** How many times the first arm's figure for an update is the second's, of the rounds in which both succeeded. */
export function ratioOf(one: Trials, other: Trials, figure: FigureOf): PairedRatio | null {
  const pairs = one.flatMap((trial): [number, number][] => {
    const partner = other.find(({ round }) => round === trial.round);
    return partner ? [[figure(trial) / trial.due, figure(partner) / partner.due]] : [];
  });
  return pairs.every(([a, b]) => a > 0 && b > 0) ? pairedRatio(pairs) : null;
}

export function streamRatio(data: StreamData, one: StreamArmId, other: StreamArmId, figure: FigureOf) {
  return ratioOf(armOf(data, one)?.trials ?? [], armOf(data, other)?.trials ?? [], figure);
}
