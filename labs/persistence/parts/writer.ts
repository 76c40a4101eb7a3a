// Numbered writes, one batch after the other, until the server ends. What it acknowledged, it said "OK" to: a program
// that was told OK goes on as if that were safe.
import { setTimeout as wait } from 'node:timers/promises';
import { monotonicClock, type Redis, type RedisOnDisk, toRuns } from '../../../src/kit/run.ts';
import type { EndedArm } from '../data.ts';

const batch = 100;
const readAtOnce = 1_000;
const value = 'x'.repeat(100);
const keyOf = (id: number) => `write:${id}`;

export type Writer = ReturnType<typeof startWriting>;

export function startWriting(client: Redis) {
  let sent = 0;
  let acked = 0;
  let restMs = 0;
  const ackedAt: { readonly through: number; readonly atNs: number }[] = [];
  /** Replies come in the order of the commands, so those that are acknowledged are the first so many. */
  const writeBatch = async () => {
    const pipeline = client.pipeline();
    for (let n = 0; n < batch; n++) pipeline.set(keyOf(++sent), value);
    const replies = (await pipeline.exec()) ?? [];
    const refused = replies.findIndex(([error]) => error !== null);
    acked += refused === -1 ? replies.length : refused;
    ackedAt.push({ through: acked, atNs: monotonicClock.nowNs() });
    return refused === -1 && replies.length === batch;
  };
  const ended = (async () => {
    while (await writeBatch()) if (restMs > 0) await wait(restMs);
  })().catch(() => {}); // The line broke with the server.

  return {
    acked: () => acked,
    /** From now on so long between two batches. */
    rest(ms: number) {
      restMs = ms;
    },
    /** Resolves when the server is gone; its end, and what was told until then. */
    async end(endedAtNs: number) {
      await ended;
      const oldestLostMs = (firstLost: number) => {
        const told = ackedAt.find(({ through }) => through >= firstLost);
        return told ? (endedAtNs - told.atNs) / 1e6 : null;
      };
      return { sent, acked, oldestLostMs };
    },
  };
}

/** Which of the writes the server has. */
export async function keptOf(server: RedisOnDisk, sent: number): Promise<EndedArm['kept']> {
  const client = await server.connect('reader');
  const kept: number[] = [];
  for (let first = 1; first <= sent; first += readAtOnce) {
    const ids = Array.from({ length: Math.min(readAtOnce, sent - first + 1) }, (_, index) => first + index);
    const values = await client.mget(ids.map(keyOf));
    kept.push(...ids.filter((_, index) => values[index] !== null));
  }
  return toRuns(kept);
}
