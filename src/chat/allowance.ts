// A token bucket: so many at once, and so many a second after that.

export interface Allowance {
  /** Takes one if there is one. */
  take(): boolean;
}

export function allowance(perSecond: number, atOnce: number, nowMs = () => performance.now()): Allowance {
  let left = atOnce;
  let seenMs = nowMs();
  return {
    take() {
      const now = nowMs();
      left = Math.min(atOnce, left + ((now - seenMs) / 1000) * perSecond);
      seenMs = now;
      if (left < 1) return false;
      left -= 1;
      return true;
    },
  };
}
