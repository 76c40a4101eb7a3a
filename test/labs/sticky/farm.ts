import type { Server, Strategy } from '../../../labs/sticky/parts/balancing.ts';
import type { Random } from '../../../src/measure/random.ts';

/** Equal servers that are up, changed where `changes` says so. */
export function farm(size: number, changes: Readonly<Record<number, Partial<Server>>> = {}): Server[] {
  return Array.from({ length: size }, (_, index) => ({
    host: '127.0.0.1',
    port: 19_001 + index,
    weight: 1,
    state: 'up',
    ...changes[index],
  }));
}

/** One server for each weight. */
export function weighted(...weights: number[]): Server[] {
  return farm(weights.length).map((server, index) => ({ ...server, weight: weights[index] as number }));
}

export function drawAddresses(random: Random, count: number): number[] {
  return Array.from({ length: count }, () => random.int(2 ** 32));
}

/** 10.0.0.1 as a number; 2001:db8:0:0:0:0:0:1, all eight groups written out, as 16 bytes. */
export function parseAddress(text: string): number | Uint8Array {
  if (text.includes('.')) return text.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  return Uint8Array.from(
    text.split(':').flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]),
  );
}

/** How many picks each server got. */
export function tally(picks: readonly number[], servers: number): number[] {
  const counts = new Array<number>(servers).fill(0);
  for (const pick of picks) counts[pick] = (counts[pick] ?? 0) + 1;
  return counts;
}

/** The share of clients whose pick differs. */
export function movedShare(before: readonly number[], after: readonly number[]): number {
  return before.filter((pick, client) => pick !== after[client]).length / before.length;
}

/** What the model picks for these addresses, one after the other. */
export function picksOf(
  strategy: Strategy,
  servers: readonly Server[],
  addresses: readonly (number | Uint8Array)[],
): number[] {
  const picker = strategy(servers);
  return addresses.map((address) => picker.pick({ address, cookies: null }));
}

/** Goes through to the end without a breath, and returns what comes out. */
export function finished<Outcome>(work: Generator<undefined, Outcome>): Outcome {
  for (;;) {
    const { done, value } = work.next();
    if (done) return value;
  }
}
