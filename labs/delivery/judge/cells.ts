// What the judges and the tables read of the matrix and of the speeds.
import { type PairedRatio, pairedRatio, type Text } from '../../../src/kit/judge.ts';
import type { Cell, Fault, MatrixData, Paced, SpeedArm, SpeedData, SystemId } from '../data.ts';
import { systemWords } from '../words.ts';

export function cellsIn({ cells }: MatrixData): Cell[] {
  return cells.filter((cell): cell is Cell => !('skipped' in cell));
}

export function cellOf(data: MatrixData, system: SystemId, fault: Fault): Cell | undefined {
  return cellsIn(data).find((cell) => cell.system === system && cell.fault === fault);
}

/** In the order of the record, each once. */
export function systemsIn(data: MatrixData): SystemId[] {
  return [...new Set(data.cells.map(({ system }) => system))];
}

export const lostBy = (data: MatrixData, system: SystemId) => sumOf(data, system, ({ lost }) => lost.count);
export const doubledBy = (data: MatrixData, system: SystemId) =>
  sumOf(data, system, ({ duplicated }) => duplicated.count);

function sumOf(data: MatrixData, system: SystemId, of: (cell: Cell) => number): number {
  return cellsIn(data)
    .filter((cell) => cell.system === system)
    .reduce((sum, cell) => sum + of(cell), 0);
}

/** Faults, without the row that has none. */
export function faultsOf(data: MatrixData, system: SystemId): Fault[] {
  return cellsIn(data)
    .filter((cell) => cell.system === system && cell.fault !== 'none')
    .map(({ fault }) => fault);
}

/** Whether even without a fault something was lost, or sent and not acknowledged: then nothing can be told. */
export function yardstickIsOff(data: MatrixData): boolean {
  const calm = cellsIn(data).filter(({ fault }) => fault === 'none');
  return calm.some(({ lost, acknowledged, sent }) => lost.count > 0 || acknowledged < sent);
}

export const listed = (systems: readonly SystemId[]): Text => ({
  ko: systems.map((id) => systemWords[id].ko).join(', '),
  en: systems.map((id) => systemWords[id].en).join(', '),
});

export function armsOf({ arms }: SpeedData, system: SystemId): SpeedArm[] {
  return arms.filter((arm) => arm.system === system).toSorted((a, b) => a.batch - b.batch);
}

/** Messages a second of one arm against another, round by round; null where too few rounds completed. */
export function ratioOf(a: Paced | undefined, b: Paced | undefined): PairedRatio | null {
  const pairs = (a?.perSecond ?? []).flatMap((figure, round): [number, number][] => {
    const other = b?.perSecond[round] ?? null;
    return figure === null || other === null ? [] : [[figure, other]];
  });
  return pairedRatio(pairs);
}
