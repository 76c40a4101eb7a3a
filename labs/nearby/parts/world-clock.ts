import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../../src/kit/run.ts';
import type { PlayClock } from './play.ts';

/** Later than this is late, in ms of real time. */
const lateMs = 10;

/**
 * The time of the world, so many times as fast as ours. When this machine is late the world stands still until it has
 * caught up: else reports that are a while apart in the world would leave together, and a stall would look like a loss.
 */
export function worldClock(
  clock: Clock,
  speed: number,
  signal: AbortSignal,
): PlayClock & { stoodStillMs(): number } {
  let startedMs: number | null = null;
  let stoodStillMs = 0;
  const nowMs = () => (startedMs === null ? 0 : (clock.nowMs() - startedMs) * speed);
  return {
    nowMs,
    steadyMs: () => clock.nowMs(),
    stoodStillMs: () => stoodStillMs,
    async until(worldMs) {
      signal.throwIfAborted();
      startedMs ??= clock.nowMs();
      const leftMs = (worldMs - nowMs()) / speed;
      await (leftMs > 1 ? wait(leftMs, undefined, { signal }) : nextTurn());
      const late = (nowMs() - worldMs) / speed;
      if (late < lateMs) return;
      startedMs += late;
      stoodStillMs += late;
    },
  };
}
