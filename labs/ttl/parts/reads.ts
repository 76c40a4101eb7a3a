// The reader: looks at people again and again, and judges each read by the server's own clock.

import { setTimeout as wait } from 'node:timers/promises';
import { Histogram, type Redis } from '../../../src/kit/run.ts';
import type { ReadTally } from '../data.ts';
import type { TtlContext } from '../settings.ts';
import { send } from './commands.ts';
import type { Person } from './people.ts';
import { timeMs } from './server-clock.ts';

/** A key lives through the millisecond in which it ends, and clock readings are rounded to one. */
const toleranceMs = 2;
/** A pause between two looks, so that the reader does not keep the server to itself. */
const breathMs = 1;

export interface Watch {
  stop(): Promise<{ reads: ReadTally; lookEvery: Histogram }>;
}

/** Reads all these people at once, again and again, each time between two readings of the server's clock. */
export function watch(
  { clock, signal, note }: Pick<TtlContext, 'clock' | 'signal' | 'note'>,
  reader: Redis,
  people: readonly Person[],
): Watch {
  const reads: ReadTally = { seenBefore: 0, missedBefore: 0, seenAfter: 0, goneAfter: 0, tooClose: 0 };
  const lookEvery = new Histogram();
  let stopped = false;

  async function loop(): Promise<void> {
    let lastMs: number | null = null;
    while (!stopped) {
      // Who has not reported when the question leaves cannot be missed by the answer.
      const asked = people.filter((person) => person.report !== null);
      const gets = asked.map(({ key }) => ['GET', key] as const);
      const replies = await send(reader, [['TIME'], ...gets, ['TIME']]);
      const [beforeMs, afterMs] = [timeMs(replies[0]), timeMs(replies.at(-1))];
      for (const [index, person] of asked.entries())
        judge(person, replies[index + 1] !== null, beforeMs, afterMs);
      const nowMs = clock.nowMs();
      if (lastMs !== null) lookEvery.record((nowMs - lastMs) * 1e6);
      lastMs = nowMs;
      await wait(breathMs, undefined, { signal });
    }
  }

  /** The read happened at some moment from `beforeMs` to `afterMs`, by the clock that the TTL runs on. */
  function judge(person: Person, seen: boolean, beforeMs: number, afterMs: number): void {
    if (!person.report) return;
    const { endsFromMs, endsToMs } = person.report;
    keep(person, seen, beforeMs, afterMs);
    if (afterMs < endsFromMs - toleranceMs) reads[seen ? 'seenBefore' : 'missedBefore'] += 1;
    else if (beforeMs > endsToMs + toleranceMs) reads[seen ? 'seenAfter' : 'goneAfter'] += 1;
    else reads.tooClose += 1;
  }

  /** In the trace a person is on the way to the reader from the first sight on, until a read finds nobody. */
  function keep(person: Person, seen: boolean, beforeMs: number, afterMs: number): void {
    const hop = { msg: person.key, from: 'redis', to: 'reader' };
    if (seen && person.lastSeenMs === null) note({ kind: 'send', ...hop }, person.group);
    if (seen) person.lastSeenMs = beforeMs;
    if (seen || person.goneMs !== null) return;
    person.goneMs = afterMs;
    note({ kind: 'drop', why: 'expired', ...hop }, person.group);
  }

  const done = loop();
  done.catch(() => {}); // Whoever stops the watch hears of it.
  return {
    async stop() {
      stopped = true;
      await done;
      return { reads, lookEvery };
    },
  };
}
