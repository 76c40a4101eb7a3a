import type { Trace } from '../core/trace.ts';
import { type Hops, hopsOf } from './hops.ts';
import { count, openTally, type Tally } from './moment.ts';

/** The run at one moment. */
export interface Moment extends Tally {
  /** How many events have happened. */
  readonly events: number;
  readonly hops: Hops;
  /** Messages that were sent and have not arrived yet: their places in `hops`. */
  readonly flying: readonly number[];
}

export interface Replay {
  readonly durationUs: number;
  readonly hops: Hops;
  /** How many events have happened by then. */
  countUpTo(us: number): number;
  stateAt(us: number): Moment;
}

const keyframeEvery = 256;
const timeBuckets = 512;

/**
 * Compiles a trace once, so that any moment of it is a keyframe and at most 256 events away, and what flies is in one
 * of 512 buckets of time. Pure.
 */
export function compileReplay({ header, events }: Trace): Replay {
  const durationUs = Math.max(header.durationUs, events.at(-1)?.atUs ?? 0);
  const hops = hopsOf(events, durationUs);
  const flyingAt = indexed(hops, durationUs);
  const keyframes: Tally[] = [];
  const tally = openTally();
  events.forEach((event, index) => {
    if (index % keyframeEvery === 0) keyframes.push(openTally(tally));
    count(tally, event);
  });

  function countUpTo(us: number): number {
    let [low, high] = [0, events.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((events[middle]?.atUs ?? 0) <= us) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    durationUs,
    hops,
    countUpTo,
    stateAt(us) {
      const upTo = countUpTo(us);
      const frame = Math.max(0, Math.min(Math.floor(upTo / keyframeEvery), keyframes.length - 1));
      const state = openTally(keyframes[frame]);
      for (const event of events.slice(frame * keyframeEvery, upTo)) count(state, event);
      return { ...state, events: upTo, hops, flying: flyingAt(us) };
    },
  };
}

/** The hops by buckets of time, one after the other in one array. Returns those on their way at a moment. */
function indexed(hops: Hops, durationUs: number): (us: number) => number[] {
  const bucketUs = Math.max(1, durationUs / timeBuckets);
  const bucketOf = (us = 0) => Math.min(timeBuckets - 1, Math.max(0, Math.floor(us / bucketUs)));
  const starts = new Int32Array(timeBuckets + 1);
  const eachBucket = (visit: (bucket: number, hop: number) => void) => {
    for (let hop = 0; hop < hops.length; hop += 1) {
      const last = bucketOf(hops.endUs[hop]);
      for (let bucket = bucketOf(hops.sentUs[hop]); bucket <= last; bucket += 1) visit(bucket, hop);
    }
  };
  eachBucket((bucket) => {
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + 1;
  });
  for (let bucket = 0; bucket < timeBuckets; bucket += 1)
    starts[bucket + 1] = (starts[bucket + 1] ?? 0) + (starts[bucket] ?? 0);
  const filled = Int32Array.from(starts);
  const inBuckets = new Int32Array(starts[timeBuckets] ?? 0);
  eachBucket((bucket, hop) => {
    inBuckets[filled[bucket] ?? 0] = hop;
    filled[bucket] = (filled[bucket] ?? 0) + 1;
  });
  return (us) => {
    const bucket = bucketOf(us);
    const near = inBuckets.subarray(starts[bucket], starts[bucket + 1]);
    return [...near].filter((hop) => (hops.sentUs[hop] ?? 0) <= us && us < (hops.endUs[hop] ?? 0));
  };
}
