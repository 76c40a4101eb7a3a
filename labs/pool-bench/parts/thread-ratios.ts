// Threads compared: how many times the throughput, for one length of task.
import type { PairedRatio } from '../../../src/kit/judge.ts';
import type { Cell } from '../data.ts';
import { armOf, ratioOf } from './compare.ts';

const inline = { shape: 'inline', client: 'main' } as const;
export const threadFresh = { shape: 'fresh', client: 'worker' } as const;
export const threadPool = { shape: 'pool', client: 'piscina' } as const;

export function threadPoolAgainstFresh(cell: Cell): PairedRatio | null {
  return ratioOf(armOf(cell, threadPool), armOf(cell, threadFresh));
}

export function freshAgainstInline(cell: Cell): PairedRatio | null {
  return ratioOf(armOf(cell, threadFresh), armOf(cell, inline));
}

export function poolAgainstInline(cell: Cell): PairedRatio | null {
  return ratioOf(armOf(cell, threadPool), armOf(cell, inline));
}
