// Redis decides by its own wall clock whether a key has expired, so nothing in this lab is judged by ours. Reads
// carry the server's TIME with them. An event does not: it has to be placed on the server's clock by calculation.
import type { Clock, Redis } from '../../../src/kit/run.ts';

/** How far the server's clock is ahead of our monotonic one, and how exactly that is known. */
export interface ClockReading {
  readonly offsetMs: number;
  readonly errorMs: number;
  /** When it was read, by our clock. */
  readonly atMs: number;
}

const attempts = 10;

/**
 * Cristian's algorithm ("Probabilistic clock synchronization", 1989): the server's answer was made somewhere between
 * question and reply, so the shortest round trip tells the time most exactly, to half its length.
 */
export async function readClock(client: Redis, clock: Clock): Promise<ClockReading> {
  let best: ClockReading | null = null;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const askedMs = clock.nowMs();
    const serverMs = timeMs(await client.time());
    const atMs = clock.nowMs();
    const errorMs = (atMs - askedMs) / 2;
    if (!best || errorMs < best.errorMs) best = { offsetMs: serverMs - (askedMs + atMs) / 2, errorMs, atMs };
  }
  return best as ClockReading;
}

/** The reply of TIME, `[seconds, microseconds]`, in ms. */
export function timeMs(reply: unknown): number {
  const [seconds, microseconds] = (reply as unknown[]).map(Number);
  return (seconds as number) * 1e3 + (microseconds as number) / 1e3;
}

/** NTP may nudge a clock by half a millisecond a second, and nobody calls that a jump. */
const nudgePerMs = 0.001;
const slackMs = 5;

/**
 * By how much the server's wall clock was set forward (or back, negative) between two readings; 0 when it ran on.
 * Our own wall clock is never looked at, so its jumps do not matter.
 */
export function jumpBetween(before: ClockReading, after: ClockReading): number {
  const shiftMs = after.offsetMs - before.offsetMs;
  const allowedMs = before.errorMs + after.errorMs + slackMs + (after.atMs - before.atMs) * nudgePerMs;
  return Math.abs(shiftMs) > allowedMs ? shiftMs : 0;
}
