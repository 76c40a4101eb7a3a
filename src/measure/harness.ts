import type { Load } from './load.ts';

/** What the harness itself takes of an operation. */
export interface HarnessShare {
  /** Time of the generator's thread per operation, with nothing to do in it. */
  readonly perOperationNs: number;
  /** The part of the time per operation of the measured load, 0 to 1. */
  readonly share: number;
  /** Above 10 % the figures are as much about the harness as about the server. */
  readonly heavy: boolean;
}

const heavyFrom = 0.1;
const measuredForMs = 25;

/** The cost of the harness per operation, in ns: runs the same loop with an empty operation, the second time warm. */
export async function harnessCost<Options extends { bound: unknown; operation: unknown }>(
  loop: (options: Options) => Promise<Load>,
  options: Options,
): Promise<number> {
  const empty = { ...options, operation: async () => {}, bound: { durationMs: measuredForMs } };
  await loop(empty);
  const { operations, elapsedMs, client } = await loop(empty);
  return (client.busyShare * elapsedMs * 1e6) / Math.max(1, operations);
}

/** `perOperationNs` as `harnessCost` answers it. */
export function harnessShare(perOperationNs: number, load: Load): HarnessShare {
  const share = (perOperationNs * load.perSecond) / 1e9;
  return { perOperationNs, share, heavy: share > heavyFrom };
}
