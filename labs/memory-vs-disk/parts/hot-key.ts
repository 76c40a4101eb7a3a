// Three ways to read a copy that may have expired.
import { setTimeout as wait } from 'node:timers/promises';
import { monotonicClock, type Random, type Redis } from '../../../src/kit/run.ts';
import type { Way } from '../data.ts';

/** What a reader asks of Redis: `take` is SET NX PX, true for the one who got it. */
export interface Copies {
  get(key: string): Promise<string | null>;
  keep(key: string, value: string, ttlMs: number): Promise<unknown>;
  take(key: string, ttlMs: number): Promise<boolean>;
  drop(key: string): Promise<unknown>;
}

export function copiesIn(client: Redis): Copies {
  return {
    get: (key) => client.get(key),
    keep: (key, value, ttlMs) => client.set(key, value, 'PX', ttlMs),
    take: async (key, ttlMs) => (await client.set(key, 'mine', 'PX', ttlMs, 'NX')) === 'OK',
    drop: (key) => client.del(key),
  };
}

interface Options {
  readonly copies: Copies;
  readonly keys: { readonly copy: string; readonly lock: string };
  readonly ttlMs: number;
  /** The query that takes long. */
  readonly make: () => Promise<string>;
  readonly way: Way;
  readonly random: Random;
}

/** A copy says how long it took to make, and when it will be gone: XFetch goes by both. */
interface Copy {
  readonly value: string;
  readonly tookMs: number;
  readonly goneAtMs: number;
}

const lockMs = 2_000;
/** Above 1 it is made earlier, and seldom by two at once. */
const beta = 2;
const askAgainMs = 4;
const nowMs = () => monotonicClock.nowNs() / 1e6;

export function openHotKey({ copies, keys, ttlMs, make, way, random }: Options) {
  let [queries, underWay, most] = [0, 0, 0];

  async function fill(): Promise<string> {
    queries += 1;
    underWay += 1;
    most = Math.max(most, underWay);
    try {
      const startMs = nowMs();
      const value = await make();
      const copy: Copy = { value, tookMs: nowMs() - startMs, goneAtMs: nowMs() + ttlMs };
      await copies.keep(keys.copy, JSON.stringify(copy), ttlMs);
      return value;
    } finally {
      underWay -= 1;
    }
  }

  /** One fills, the others ask again. The lock has an end of its own: who holds it may die. */
  async function fillLocked(): Promise<string> {
    for (;;) {
      if (await copies.take(keys.lock, lockMs)) {
        // Somebody may have filled it between the look and the lock.
        const found = await copies.get(keys.copy);
        try {
          return found === null ? await fill() : (JSON.parse(found) as Copy).value;
        } finally {
          await copies.drop(keys.lock);
        }
      }
      await wait(askAgainMs);
      const found = await copies.get(keys.copy);
      if (found !== null) return (JSON.parse(found) as Copy).value;
    }
  }

  return {
    async read(): Promise<string> {
      const found = await copies.get(keys.copy);
      if (found === null) return way === 'lock' ? await fillLocked() : await fill();
      const copy = JSON.parse(found) as Copy;
      // XFetch: the nearer the end, and the longer the query takes, the likelier that one reader makes it anew
      // (Vattani, Chierichetti, Lowenstein, "Optimal Probabilistic Cache Stampede Prevention", VLDB 2015).
      const aheadMs = -copy.tookMs * beta * Math.log(1 - random.next());
      const early = way === 'early' && nowMs() + aheadMs >= copy.goneAtMs;
      return early ? await fill() : copy.value;
    },
    takeQueries(): number {
      const taken = queries;
      queries = 0;
      return taken;
    },
    mostAtOnce: () => most,
  };
}
