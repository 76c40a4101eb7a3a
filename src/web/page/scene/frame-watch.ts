export interface FrameWatch {
  /** A frame was drawn between these two moments, in ms. */
  drawn(beganMs: number, endedMs: number): void;
}

const frames = 30;
const sixtyASecondMs = 1_000 / 60;
/** A timer's own unevenness. */
const slack = 1.15;
/** Of a frame: where drawing takes less than this, something else is slow, and drawing less would not help. */
const drawingShare = 0.25;

/** Looks whether the screen keeps up: calls `tooSlow` when half of thirty frames took longer than 60 a second allow. */
export function watchFrames(tooSlow: () => void): FrameWatch {
  let seen: { everyMs: number; drawingMs: number }[] = [];
  let lastMs: number | null = null;
  return {
    drawn(beganMs, endedMs) {
      if (lastMs !== null) seen.push({ everyMs: beganMs - lastMs, drawingMs: endedMs - beganMs });
      lastMs = beganMs;
      if (seen.length < frames) return;
      const isSlow =
        medianOf(seen.map(({ everyMs }) => everyMs)) > sixtyASecondMs * slack &&
        medianOf(seen.map(({ drawingMs }) => drawingMs)) > sixtyASecondMs * drawingShare;
      seen = [];
      if (isSlow) tooSlow();
    },
  };
}

function medianOf(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
