// The people of the silence: phones that report where they are, each under a key of its own with a TTL.

import { setMaxListeners } from 'node:events';
import { createRandom, type Redis } from '../../../src/kit/run.ts';
import type { Group } from '../data.ts';
import type { TtlContext } from '../settings.ts';
import { send, sleepUntil } from './commands.ts';
import { showPlace, somewhere } from './places.ts';
import type { Scale } from './scale.ts';
import { timeMs } from './server-clock.ts';

export interface Person {
  readonly group: Group;
  readonly key: string;
  readonly place: string;
  /** What the latest report told, by the server's clock; null before the first one. */
  report: Report | null;
  /** By the server's clock: seen then or a moment later, found missing then or a moment before. */
  lastSeenMs: number | null;
  goneMs: number | null;
}

export interface Report {
  readonly atMs: number;
  /** The TTL ends somewhere from here … */
  readonly endsFromMs: number;
  /** … to here, usually a millisecond apart. */
  readonly endsToMs: number;
}

const perGroup = 20;
const reportsBeforeSilence = 2;

export function openPeople({ services, seed }: TtlContext): Person[] {
  const random = createRandom(seed).fork('people');
  const groups = ['moving', 'read', 'unread'] as const;
  // One of each kind in turn, so that every kind is spread over the whole time between two reports.
  return Array.from({ length: groups.length * perGroup }, (_, index) => {
    const group = groups[index % groups.length] as Group;
    const key = services.redis.key(`loc:${group}-${Math.floor(index / groups.length) + 1}`);
    return { group, key, place: showPlace(somewhere(random)), report: null, lastSeenMs: null, goneMs: null };
  });
}

export interface Lives {
  /** Resolves when the last of the silent has reported for the last time. */
  readonly silence: Promise<unknown>;
  /** Those who move stop too. */
  stop(): Promise<void>;
}

/** Everybody reports as their group does, each at a moment of their own between two rounds. */
export function startLives(
  { clock, signal }: TtlContext,
  phones: Redis,
  people: readonly Person[],
  { ttlMs, refreshEveryMs }: Scale,
): Lives {
  const startMs = clock.nowMs();
  let stopped = false;
  async function live(person: Person, index: number): Promise<void> {
    const firstMs = startMs + (index / people.length) * refreshEveryMs;
    for (let n = 0; person.group === 'moving' ? !stopped : n < reportsBeforeSilence; n += 1) {
      await sleepUntil(clock, firstMs + n * refreshEveryMs, signal);
      person.report = await report(phones, person, ttlMs);
    }
  }
  setMaxListeners(0, signal); // Everybody waits on it at the same time.
  const lives = people.map(live);
  const everybody = Promise.all(lives);
  everybody.catch(() => {}); // Whoever stops them hears of it.
  return {
    silence: Promise.all(lives.filter((_, index) => people[index]?.group !== 'moving')),
    async stop() {
      stopped = true;
      await everybody;
    },
  };
}

/**
 * `SET … PX` sets the value and its TTL in one step: there is no moment in which the key would live for ever.
 * PTTL says how many whole milliseconds are left, at a moment between two readings of the server's clock.
 * (Redis 7 has PEXPIRETIME, which gives the end itself; this way works with every version.)
 */
async function report(phones: Redis, { key, place }: Person, ttlMs: number): Promise<Report> {
  const [before, , leftMs, after] = await send(phones, [
    ['TIME'],
    ['SET', key, place, 'PX', Math.round(ttlMs)],
    ['PTTL', key],
    ['TIME'],
  ]);
  return {
    atMs: timeMs(after),
    endsFromMs: timeMs(before) + Number(leftMs) - 1,
    endsToMs: timeMs(after) + Number(leftMs),
  };
}
