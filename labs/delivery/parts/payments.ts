// Workers that take payments from a stream and die: after all the work on one, before they acknowledge it. Each time a
// new one takes over. What a payment does outside of our own books nobody can take back.
import type { RedisServer } from '../../../src/kit/run.ts';
import type { OnceArm, OnceWay } from '../data.ts';

export interface Payments {
  readonly count: number;
  /** Ids whose first worker dies. */
  readonly deadly: ReadonlySet<number>;
}

/** Where payments are written down. */
export interface Books {
  book(id: number): Promise<void>;
  /** How often each stands there. */
  read(): Promise<ReadonlyMap<number, number>>;
}

export const idsOf = ({ count }: Payments) => Array.from({ length: count }, (_, index) => index + 1);

/** Everything that happened to payments, counted. */
export function openTally({ count, deadly }: Payments) {
  const told = new Map<number, number>();
  let [deliveries, deaths] = [0, 0];
  return {
    /** The call to somebody outside. @returns whether its worker dies of it */
    delivered(id: number): boolean {
      deliveries += 1;
      const times = (told.get(id) ?? 0) + 1;
      told.set(id, times);
      const dies = deadly.has(id) && times === 1;
      if (dies) deaths += 1;
      return dies;
    },
    close(way: OnceWay, booked: ReadonlyMap<number, number>): Omit<OnceArm, 'uncommittedTwice'> {
      const ids = idsOf({ count, deadly });
      const tooMany = (times: ReadonlyMap<number, number>) =>
        ids.reduce((sum, id) => sum + Math.max(0, (times.get(id) ?? 0) - 1), 0);
      const notBooked = ids.filter((id) => !booked.has(id)).length;
      const counts = { bookedTwice: tooMany(booked), notBooked, toldTwice: tooMany(told) };
      return { way, payments: count, deaths, deliveries, ...counts };
    },
  };
}

const group = 'cashiers';
/** `['1700-0', ['id', '7']]` */
type Entry = [at: string, fields: string[]];

/** A stream with a group: what a dead worker had is claimed by the next. */
export async function throughStream(
  server: RedisServer,
  way: OnceWay,
  payments: Payments,
  { book, read }: Books,
): Promise<OnceArm> {
  const stream = `payments-${way}`;
  const tally = openTally(payments);
  const control = await server.connect('control');
  await control.xgroup('CREATE', stream, group, '0', 'MKSTREAM');
  for (const id of idsOf(payments)) await control.xadd(stream, '*', 'id', id);
  for (let n = 1; ; n += 1) {
    const worker = await server.connect(`cashier-${n}`);
    if (!(await untilDead())) break;
    worker.disconnect();

    async function untilDead(): Promise<boolean> {
      for (;;) {
        const entry = await nextFor(`cashier-${n}`);
        if (!entry) return false;
        const dies = tally.delivered(entry.id);
        await book(entry.id);
        if (dies) return true;
        await worker.xack(stream, group, entry.at);
      }
    }
    async function nextFor(name: string): Promise<{ at: string; id: number } | null> {
      // What the dead have left comes first.
      const claimed = await worker.xautoclaim(stream, group, name, 0, '0', 'COUNT', 1);
      const [left] = (claimed as [string, Entry[]])[1];
      if (left) return { at: left[0], id: Number(left[1][1]) };
      const read = await worker.xreadgroup('GROUP', group, name, 'COUNT', 1, 'STREAMS', stream, '>');
      const fresh = (read as [string, Entry[]][] | null)?.[0]?.[1][0];
      return fresh ? { at: fresh[0], id: Number(fresh[1][1]) } : null;
    }
  }
  return { ...tally.close(way, await read()), uncommittedTwice: null };
}
