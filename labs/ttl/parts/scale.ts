// Nobody waits ten minutes for a lesson: the habits of the apps in this lab run `--speed` times faster.
// What Redis does by itself (its expire cycle, ten times a second) does not: lags are never scaled.
import { exitCodes, LabError, same } from '../../../src/kit/judge.ts';
import type { TtlParams } from '../settings.ts';

/** The habits of the apps in this lab, in real time. */
const real = {
  /** Presence: how long "I am online" lasts, and two ways to renew it: well within that time, and too late. */
  presenceTtlMs: 60_000,
  promptHeartbeatMs: 20_000,
  slowHeartbeatMs: 90_000,
} as const;

/** A moving phone reports its position four times in the length of the TTL: one lost report does no harm. */
const refreshesPerTtl = 4;
/** A worker sweeps out those who were not seen for a TTL: once a minute where that is ten minutes, as often in every run. */
const sweepsPerTtl = 10;

/** The same times in this run, in ms. */
export interface Scale {
  readonly speed: number;
  readonly ttlMs: number;
  readonly refreshEveryMs: number;
  readonly sweepEveryMs: number;
  readonly presenceTtlMs: number;
  readonly promptHeartbeatMs: number;
  readonly slowHeartbeatMs: number;
}

/** Below this a TTL is no longer than a few rounds of timers and polls: nothing could be told apart. */
const shortestTtlMs = 500;

/**
 * What a time of this run would be in real time, in ms. Of it the apps' own time was sped up; what Redis does by itself,
 * and how often we look, was not.
 */
export function realMs(hereMs: number, appsMs: number, { speed }: Scale): number {
  return appsMs * speed + (hereMs - appsMs);
}

/** @throws LabError (usage) when the TTL becomes too short to be seen */
export function scaleOf({ ttl, speed }: Pick<TtlParams, 'ttl' | 'speed'>): Scale {
  const ttlMs = ttl / speed;
  if (ttlMs < shortestTtlMs) throw tooShort(ttl, speed);
  return {
    speed,
    ttlMs,
    refreshEveryMs: ttlMs / refreshesPerTtl,
    sweepEveryMs: ttlMs / sweepsPerTtl,
    presenceTtlMs: real.presenceTtlMs / speed,
    promptHeartbeatMs: real.promptHeartbeatMs / speed,
    slowHeartbeatMs: real.slowHeartbeatMs / speed,
  };
}

function tooShort(ttlMs: number, speed: number): LabError {
  const most = Math.max(1, Math.floor(ttlMs / shortestTtlMs));
  const here = Math.round(ttlMs / speed);
  return new LabError(exitCodes.usage, {
    what: {
      ko: `--ttl ${ttlMs / 1e3}s를 ${speed}배 빠르게 돌리면 TTL이 ${here} ms밖에 안 돼요.`,
      en: `--ttl ${ttlMs / 1e3}s run ${speed} times faster leaves a TTL of only ${here} ms.`,
    },
    why: {
      ko: `${shortestTtlMs} ms보다 짧으면 타이머의 떨림과 구별할 수 없어요.`,
      en: `Below ${shortestTtlMs} ms it cannot be told from the jitter of timers.`,
    },
    next: same(`redis-lab ttl --ttl ${ttlMs / 1e3}s --speed ${most}`),
  });
}
