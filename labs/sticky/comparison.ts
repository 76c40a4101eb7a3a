import type { Server, Strategy } from './balancing.ts';

/** How often the model named another server than the real balancer did. Only 0 mismatches is a pass. */
export interface Comparison {
  readonly name: string;
  readonly picks: number;
  readonly mismatches: number;
}

/** `real` are the picks of the real balancer for one client after the other, -1 where none answered. */
export function comparePicks(name: string, real: readonly number[], model: readonly number[]): Comparison {
  if (real.length !== model.length) throw new RangeError(`${real.length} picks against ${model.length}`);
  const mismatches = real.filter((pick, client) => pick !== model[client]).length;
  return { name, picks: real.length, mismatches };
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
