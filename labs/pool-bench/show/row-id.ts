// An arm by name, and a row by arm and place: the same in every table of an act.
import type { ArmFigures, Cell } from '../data.ts';

export function armId({ shape, client, poolSize, tls }: ArmFigures): string {
  return [client, shape, poolSize, tls ? 'tls' : null].filter((part) => part !== null).join('-');
}

export function placeId({ callers, roundTrip }: Cell): string {
  return `${callers}-callers${roundTrip?.addedMs ? `-${roundTrip.addedMs}ms` : ''}`;
}

export function rowId(cell: Cell, arm: ArmFigures): string {
  return `${armId(arm)}@${placeId(cell)}`;
}
