// What our side of a row is, and how the two sides are compared.
import type { SystemId } from '../../../labs/delivery/data.ts';
import type { Broker, System } from '../../../labs/delivery/parts/system.ts';
import { clientBoundFrom } from '../../../src/core/act.ts';
import { closedLoop } from '../../../src/measure/closed-loop.ts';
import type { Footprint } from '../../../src/services/footprint.ts';
import { type BenchRow, medianOf } from '../row.ts';

export const sizeBytes = 256;
const rounds = 3;

export interface Speed {
  readonly perSecond: number;
  readonly isBound: boolean;
  /** Of one core, that the server used meanwhile. */
  readonly serverShare: number;
}

function systemOf({ systems }: Broker, id: SystemId): System {
  const system = systems.find((one) => one.id === id);
  if (!system) throw new RangeError(`no system ${id}`);
  return system;
}

/**
 * Sends for so long, each send awaited.
 * @param callers that send at the same time, each so many messages at once
 */
export async function sending(
  broker: Broker,
  id: SystemId,
  { callers, atOnce, durationMs }: { callers: number; atOnce: number; durationMs: number },
  footprint: () => Promise<Footprint | null>,
): Promise<{ ours: () => Promise<Speed>; close: () => Promise<void> }> {
  const channel = await systemOf(broker, id).open(`bench-${id}-${callers}`);
  const { send, close } = await channel.producer(broker);
  const texts = Array.from({ length: atOnce }, () => '.'.repeat(sizeBytes));
  const { signal } = new AbortController();
  const load = async (bound: { durationMs: number }) => {
    const before = await footprint();
    const done = await closedLoop({ callers, bound, operation: () => send(texts), signal });
    if (done.firstError !== null) throw new Error(done.firstError);
    const after = await footprint();
    const serverShare = before && after ? (after.cpuMs - before.cpuMs) / done.elapsedMs : 1;
    return {
      perSecond: done.perSecond * atOnce,
      isBound: done.client.busyShare > clientBoundFrom,
      serverShare,
    };
  };
  await load({ durationMs: durationMs / 4 }); // What is compiled, is.
  return { ours: () => load({ durationMs }), close };
}

/** Turn about, so that a ratio is one of neighbours. */
export async function beside(
  name: string,
  ours: () => Promise<Speed>,
  peer: () => Promise<number>,
): Promise<BenchRow> {
  const [our, their]: [Speed[], number[]] = [[], []];
  for (let round = 0; round < rounds; round += 1) {
    our.push(await ours());
    their.push(await peer());
  }
  const ratio = medianOf(our.map(({ perSecond }, round) => perSecond / (their[round] as number)));
  const wasBusy = our.filter(({ isBound }) => isBound).length > rounds / 2;
  // Slower, and a server that had half of its time left: it was not the limit.
  const bound = wasBusy || (ratio < 0.5 && medianOf(our.map(({ serverShare }) => serverShare)) < 0.5);
  return {
    name,
    ours: `${medianOf(our.map(({ perSecond }) => perSecond)).toFixed(0)}/s${bound ? ' (client-bound)' : ''}`,
    peer: `${medianOf(their).toFixed(0)}/s`,
    ratio,
    target: 'at least 0.5',
  };
}
